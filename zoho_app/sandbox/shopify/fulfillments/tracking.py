"""Tracking numbers as the shop keeps them: one company for all numbers, links by position."""

import json
from functools import cache
from pathlib import Path
from typing import Any

from ...common.store import Document
from ..seed import Settings


@cache
def _carriers() -> dict[str, Any]:
    found: dict[str, Any] = json.loads((Path(__file__).parent / "carriers.json").read_text())
    return found


def knows(company: str, country: str) -> bool:
    """Tell whether a shop of this country makes links for the carrier; capitals count."""
    return company in _carriers()["everywhere"] or company in _carriers()["by_country"].get(country, [])


def tracking(given: dict[str, Any] | None, shop: Settings) -> list[Document]:
    """Return the list that a FulfillmentTrackingInput makes; it replaces the former list as a whole."""
    given = given or {}
    numbers = given.get("numbers") or ([given["number"]] if given.get("number") else [])
    links = given.get("urls") or ([given["url"]] if given.get("url") else [])
    company = given.get("company")
    found = []
    for place in range(max(len(numbers), len(links), 1 if company else 0)):
        number = numbers[place] if place < len(numbers) else None
        link = links[place] if place < len(links) else None
        if link is None and number and company and knows(company, shop["country"]):
            link = f"https://parcel.example/{company.lower().replace(' ', '-')}/{number}"
        found.append({"number": number, "url": link, "company": company})
    return found
