"""What tests of accounts share."""

import pytest
from flask import Flask

from harness.desk import Desk


@pytest.fixture
def other(app: Flask, desk: Desk) -> Desk:
    """Another merchant's store on the same installation."""
    return Desk.open(app, "Other")
