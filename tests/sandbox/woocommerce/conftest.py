"""A pretend WooCommerce shop for each test."""

from pathlib import Path

import pytest

from harness.woocommerce import InsideWoo


@pytest.fixture
def shop(tmp_path: Path) -> InsideWoo:
    return InsideWoo(tmp_path)
