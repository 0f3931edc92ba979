"""How many bytes a page sends on a first visit."""

import gzip

import brotli
from bs4 import BeautifulSoup
from flask.testing import FlaskClient

# Browsers ask for Brotli over HTTPS and on their own machine only; in a plain network they get gzip.
CODINGS = {"br": brotli.decompress, "gzip": gzip.decompress}


def weight(client: FlaskClient, path: str, coding: str) -> int:
    """The bytes of a page and of everything that it loads, as they travel in this coding."""
    page = travelled(client, path, coding)
    soup = BeautifulSoup(CODINGS[coding](page), "lxml")
    files = [*(one["href"] for one in soup.select("link")), *(one["src"] for one in soup.select("script, img"))]
    return len(page) + sum(len(travelled(client, str(file), coding)) for file in files)


def travelled(client: FlaskClient, path: str, coding: str) -> bytes:
    with client.get(path, headers={"Accept-Encoding": coding}, follow_redirects=True) as answer:
        assert answer.status_code == 200, path
        return answer.data
