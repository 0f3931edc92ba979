"""Tracking typed in the sandbox reaches the order within seconds, through real processes; and pushes at each seam."""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests
from flask import Flask

from harness.books import Books, order_of, submitted
from harness.desk import Desk
from harness.failpoints import Failpoints, failpoints
from harness.server import Background, wait_for
from tests.end_to_end.test_failpoints import at_every_failpoint, recover
from tests.support.pushes import Knocker
from tests.support.web import web_processes

pytestmark = pytest.mark.slow(40)

__all__ = ["failpoints"]
