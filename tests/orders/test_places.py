"""Countries and states, however they are written."""

import pytest

from zoho_app.orders import places

pytestmark = pytest.mark.once


@pytest.mark.parametrize(
    ("code", "texts"),
    [
        ("US", ("US", "usa", "U.S.A", "U.S.A.", "United States", "United States of America", " us ")),
        ("GB", ("GB", "UK", "United Kingdom", "Great Britain", "England")),
        ("DE", ("DE", "DEU", "Germany", "Deutschland")),
        ("KR", ("South Korea", "Korea, Republic of", "KOR")),
        ("CI", ("Côte d'Ivoire", "Cote d’Ivoire", "Ivory Coast")),
        ("TR", ("Turkey", "Türkiye")),
        ("BA", ("Bosnia & Herzegovina", "Bosnia and Herzegovina")),
        ("IN", ("India", "Bharat", "IND")),
        ("", ("", "Atlantis", "X")),
    ],
)
def test_a_country_is_known_by_code_and_name(code: str, texts: tuple[str, ...]) -> None:
    assert {text: places.country_code(text) for text in texts} == dict.fromkeys(texts, code)


@pytest.mark.parametrize(
    ("country", "code", "texts"),
    [
        ("US", "CA", ("CA", "California", "california ", "US-CA")),
        ("IN", "GJ", ("GJ", "Gujarat", "Gujarāt")),
        ("IN", "TS", ("TS", "TG", "Telangana")),
        ("CA", "QC", ("QC", "Quebec", "Québec")),
        ("JP", "13", ("Tokyo", "Tōkyō", "13")),
        ("GB", "", ("London", "Narnia", "")),
        ("", "", ("California",)),
    ],
)
def test_a_state_is_known_within_its_country(country: str, code: str, texts: tuple[str, ...]) -> None:
    assert {text: places.state_code(country, text) for text in texts} == dict.fromkeys(texts, code)


def test_the_first_text_that_is_known_counts() -> None:
    assert places.country_code("Atlantis", "IN") == "IN"
    assert places.state_code("IN", "Somewhere", "GJ") == "GJ"
