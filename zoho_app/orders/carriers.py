"""Where a parcel can be followed, guessed from its carrier's name."""

import re
from urllib.parse import quote

# The carriers' own public tracking pages; the longer name stands before the shorter that begins it.
PAGES = (
    ("usps", "https://tools.usps.com/go/TrackConfirmAction?tLabels={}"),
    ("unitedstatespostalservice", "https://tools.usps.com/go/TrackConfirmAction?tLabels={}"),
    ("ups", "https://www.ups.com/track?tracknum={}"),
    ("unitedparcelservice", "https://www.ups.com/track?tracknum={}"),
    ("fedex", "https://www.fedex.com/fedextrack/?trknbr={}"),
    ("dhl", "https://www.dhl.com/en/express/tracking.html?AWB={}"),
    ("royalmail", "https://www.royalmail.com/track-your-item#/tracking-results/{}"),
    ("parcelforce", "https://www.parcelforce.com/track-trace?trackNumber={}"),
    ("dpd", "https://tracking.dpd.de/status/en_US/parcel/{}"),
    ("gls", "https://gls-group.com/track/{}"),
    ("evri", "https://www.evri.com/track/parcel/{}"),
    ("postnl", "https://jouw.postnl.nl/track-and-trace/{}"),
    ("canadapost", "https://www.canadapost-postescanada.ca/track-reperage/en#/search?searchFor={}"),
    ("australiapost", "https://auspost.com.au/mypost/track/#/details/{}"),
    ("auspost", "https://auspost.com.au/mypost/track/#/details/{}"),
    ("ontrac", "https://www.ontrac.com/tracking/?number={}"),
    ("bluedart", "https://www.bluedart.com/trackdartresultthirdparty?trackFor=0&trackNo={}"),
    ("delhivery", "https://www.delhivery.com/track/package/{}"),
)


def tracking_url(carrier: str, tracking_number: str) -> str:
    """The page that follows the parcel, always https; "" for an unknown carrier or without a number."""
    name = re.sub(r"[^a-z0-9]", "", carrier.casefold())
    number = "".join(tracking_number.split())
    if not number or number.casefold() == "n/a":
        return ""
    page = next((page for known, page in PAGES if name.startswith(known)), "")
    return page.format(quote(number, safe=""))
