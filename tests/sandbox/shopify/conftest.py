"""A pretend shop for each test."""

from pathlib import Path

import pytest

from harness.shopify import InsideShop


@pytest.fixture
def shop(tmp_path: Path) -> InsideShop:
    return InsideShop(tmp_path)
