"""The API as a program of the store uses it."""

from __future__ import annotations

import pytest

from harness.desk import Desk
from tests.support.api_client import Api


@pytest.fixture
def api(desk: Desk) -> Api:
    return Api(desk)
