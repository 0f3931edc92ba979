"""How long something takes, said no more exactly than it is known."""

from datetime import timedelta

import pytest

from zoho_app.web.bulk import durations


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (3, "a few seconds"),
        (31, "about 40 seconds"),
        (125, "about 3 minutes"),
        (3 * 3600 - 60, "about 3 hours"),
    ],
)
def test_a_duration_is_rounded_up_to_what_people_say(seconds: int, words: str) -> None:
    assert durations.in_words(timedelta(seconds=seconds)) == words
