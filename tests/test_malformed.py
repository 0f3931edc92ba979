"""Whatever is sent to whatever address, nothing breaks; script/bench forms sends many more."""

from flask import Flask

from harness.desk import Desk
from harness.malformed import Sender


def test_no_malformed_request_breaks_anything(app: Flask, desk: Desk) -> None:
    sender = Sender(app, desk, seed=15)
    assert len(sender.forms) > 50
    outcome = sender.send(300)
    assert outcome.broken == []
    assert outcome.sent == 300
    assert sum(outcome.statuses[status] for status in (200, 201, 302)) > 60, "most must get past the doors"
