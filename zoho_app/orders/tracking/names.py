"""The carriers that Bookdesk knows: their everyday names, and their own public tracking pages.

A carrier whose page needs more than the number (a postal code, a country) has no page here: no link rather than one
that leads nowhere. Where a name means other companies in other countries, each has a row of its own.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from zoho_app.orders.tracking.words import COUNTRIES

LONGEST_NAME = 200


@dataclass(frozen=True)
class Carrier:
    """One carrier; `page` has {} for the number and is "" where there is none. `family` is the key before the dash.

    With `is_local` the page is of no use where the name also has a country that has no row of its own.
    """

    key: str
    name: str
    page: str
    aliases: tuple[str, ...]
    is_local: bool = False

    @property
    def family(self) -> str:
        """The key that variants of the same name share: "dhl" of "dhl-de"."""
        return self.key.partition("-")[0]


_DHL_GLOBAL = "https://www.dhl.com/global-en/home/tracking.html?tracking-id={}"
_DHL_DE = "https://www.dhl.de/de/privatkunden/pakete-empfangen/verfolgen.html?piececode={}"
_EVRI = "https://www.evri.com/track/parcel/{}"
_GERMANY = ("germany", "deutschland", "de")
_BRITAIN = ("uk", "gb", "united kingdom", "great britain", "england")


def _in(names: Sequence[str], countries: Sequence[str]) -> tuple[str, ...]:
    """Each name with each country's name behind it and before it."""
    pairs = [(name, country) for name in names for country in countries]
    return tuple(text for name, country in pairs for text in (f"{name} {country}", f"{country} {name}"))


CARRIERS = (
    Carrier(
        "usps",
        "USPS",
        "https://tools.usps.com/go/TrackConfirmAction?tLabels={}",
        ("usps", "us postal service", "united states postal service", "us post", "us mail", "united states mail"),
    ),
    Carrier(
        "ups",
        "UPS",
        "https://www.ups.com/track?tracknum={}",
        ("ups", "united parcel service", "united parcel", "ups mail innovations", "ups surepost"),
    ),
    Carrier(
        "fedex",
        "FedEx",
        "https://www.fedex.com/fedextrack/?trknbr={}",
        ("fedex", "fed ex", "federal express", "fdx"),
    ),
    Carrier("dhl", "DHL", _DHL_GLOBAL, ("dhl",)),
    Carrier("dhl-express", "DHL Express", _DHL_GLOBAL, ("dhl express", "dhl worldwide express")),
    Carrier(
        "dhl-ecommerce",
        "DHL eCommerce",
        "https://webtrack.dhlecs.com/?trackingnumber={}",
        ("dhl ecommerce", "dhl e commerce", "dhl global mail", "dhl ecs", "dhlecommerce"),
        is_local=True,
    ),
    Carrier(
        "dhl-de",
        "DHL Paket",
        _DHL_DE,
        (
            "dhl paket",
            "dhl deutschland",
            "dhl germany",
            "dhl de",
            "deutsche post dhl",
            "deutsche post",
            "dhl päckchen",
        ),
    ),
    Carrier("dhl-parcel", "DHL Parcel", "", ("dhl parcel", "dhl parcel nl", "dhl netherlands", "dhl nl")),
    Carrier(
        "royalmail",
        "Royal Mail",
        "https://www.royalmail.com/track-your-item#/tracking-results/{}",
        ("royal mail", "royalmail"),
    ),
    Carrier(
        "parcelforce",
        "Parcelforce",
        "https://www.parcelforce.com/track-trace?trackNumber={}",
        ("parcelforce", "parcel force"),
    ),
    Carrier(
        "dpd",
        "DPD",
        "https://tracking.dpd.de/status/en_US/parcel/{}",
        ("dpd", *_in(("dpd",), _GERMANY)),
        is_local=True,
    ),
    Carrier(
        "dpd-uk",
        "DPD UK",
        "https://track.dpd.co.uk/parcels/{}",
        (*_in(("dpd",), _BRITAIN), "dpd local", "dpd co uk", "dpdlocal"),
    ),
    Carrier("dpd-fr", "DPD France", "https://trace.dpd.fr/en/trace/{}", (*_in(("dpd",), ("france", "fr")), "exapaq")),
    Carrier(
        "dpd-pl",
        "DPD Poland",
        "https://tracktrace.dpd.com.pl/EN/parcelDetails?p1={}",
        _in(("dpd",), ("poland", "polska", "pl")),
    ),
    Carrier("gls", "GLS", "https://gls-group.com/track/{}", ("gls", *_in(("gls",), _GERMANY)), is_local=True),
    Carrier(
        "evri",
        "Evri",
        _EVRI,
        ("evri", "myhermes", "evri hermes", "hermes evri", *_in(("hermes",), _BRITAIN)),
    ),
    Carrier(
        "hermes-de",
        "Hermes",
        "https://www.myhermes.de/empfangen/sendungsverfolgung/sendungsinformation#{}",
        (*_in(("hermes",), _GERMANY), "hermes versand", "hermes paket"),
    ),
    Carrier("hermes", "Hermes", "", ("hermes",)),
    # Companies of a similar name, whose parcels the page of the other one does not know.
    Carrier("correosexpress", "Correos Express", "", ("correos express", "correosexpress")),
    Carrier("tforce", "TForce Freight", "", ("ups freight", "tforce", "tforce freight")),
    Carrier("dhl-freight", "DHL Freight", "", ("dhl freight", "dhl global forwarding", "dhl supply chain")),
    Carrier("postnl", "PostNL", "https://jouw.postnl.nl/track-and-trace/{}", ("postnl", "post nl")),
    Carrier(
        "canadapost",
        "Canada Post",
        "https://www.canadapost-postescanada.ca/track-reperage/en#/search?searchFor={}",
        ("canada post", "canadapost", "postes canada", "post canada"),
    ),
    Carrier(
        "auspost",
        "Australia Post",
        "https://auspost.com.au/mypost/track/#/details/{}",
        ("australia post", "australiapost", "auspost", "aus post", "aust post"),
    ),
    Carrier(
        "nzpost",
        "NZ Post",
        "https://www.nzpost.co.nz/tools/tracking?trackid={}",
        ("new zealand post", "nz post", "nzpost"),
    ),
    Carrier(
        "japanpost",
        "Japan Post",
        "https://trackings.post.japanpost.jp/services/srv/search/direct?reqCodeNo1={}&locale=en",
        ("japan post", "japanpost", "yu pack", "yupack"),
    ),
    Carrier(
        "laposte",
        "La Poste",
        "https://www.laposte.fr/outils/suivre-vos-envois?code={}",
        ("la poste", "laposte", "colissimo", "lettre suivie"),
    ),
    Carrier(
        "chronopost",
        "Chronopost",
        "https://www.chronopost.fr/tracking-no-cms/suivi-page?listeNumerosLT={}",
        ("chronopost",),
    ),
    Carrier(
        "correos",
        "Correos",
        "https://www.correos.es/es/en/tools/tracker/items/details?tracking-number={}",
        ("correos",),
        is_local=True,
    ),
    Carrier(
        "posteitaliane",
        "Poste Italiane",
        "https://www.poste.it/cerca/index.html#/risultati-spedizioni/{}",
        ("poste italiane", "posteitaliane"),
    ),
    Carrier(
        "postat",
        "Austrian Post",
        "https://www.post.at/en/s/item-search?search={}",
        ("austrian post", "österreichische post", "post at"),
    ),
    Carrier(
        "postch",
        "Swiss Post",
        "https://service.post.ch/ekp-web/ui/entry/search/{}",
        ("swiss post", "swisspost", "die schweizerische post", "schweizer post", "post ch"),
    ),
    Carrier("postnord", "PostNord", "https://tracking.postnord.com/en/?id={}", ("postnord", "post nord")),
    Carrier("bring", "Bring", "https://tracking.bring.com/tracking/{}", ("bring", "posten norge", "posten bring")),
    Carrier("anpost", "An Post", "https://www.anpost.com/Post-Parcels/Track/History?item={}", ("an post", "anpost")),
    Carrier("purolator", "Purolator", "https://www.purolator.com/en/shipping/tracker?pin={}", ("purolator",)),
    Carrier("ontrac", "OnTrac", "https://www.ontrac.com/tracking/?number={}", ("ontrac", "on trac")),
    Carrier(
        "amazon",
        "Amazon",
        "https://track.amazon.com/tracking/{}",
        ("amazon logistics", "amzl", "amzl us", "amazon shipping"),
    ),
    Carrier(
        "inpost", "InPost", "https://inpost.pl/sledzenie-przesylek?number={}", ("inpost", "in post"), is_local=True
    ),
    Carrier(
        "tnt",
        "TNT",
        "https://www.tnt.com/express/en_gc/site/shipping-tools/tracking.html?searchType=con&cons={}",
        ("tnt", "tnt express"),
        is_local=True,
    ),
    Carrier(
        "bluedart",
        "Blue Dart",
        "https://www.bluedart.com/trackdartresultthirdparty?trackFor=0&trackNo={}",
        ("blue dart", "bluedart"),
    ),
    Carrier("delhivery", "Delhivery", "https://www.delhivery.com/track/package/{}", ("delhivery",)),
)
_BY_KEY = {carrier.key: carrier for carrier in CARRIERS}


def by_key(key: str) -> Carrier | None:
    """The carrier of that key, or None."""
    return _BY_KEY.get(key)


def words(text: str) -> list[str]:
    """The words of a carrier's name as they are compared: also of "U.P.S.", "ups_ground" and "RoyalMail"."""
    text = unicodedata.normalize("NFKC", text)
    text = re.sub(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", " ", text)
    return _words(text)


def _words(text: str) -> list[str]:
    text = re.sub(r"\b(\w)\.", r"\1", text.casefold())  # "u.p.s." is one word
    letters = unicodedata.normalize("NFKD", text)
    letters = "".join(char for char in letters if not unicodedata.combining(char))
    return re.sub(r"[^a-z0-9]+", " ", letters).split()


@lru_cache(maxsize=1)
def _aliases() -> dict[tuple[str, ...], Carrier]:
    return {tuple(_words(alias)): carrier for carrier in CARRIERS for alias in carrier.aliases}


@lru_cache(maxsize=1_000)
def named(text: str) -> tuple[Carrier, ...]:
    """The carriers that a text names by whole words, each once; of names within names, the longest."""
    text = text[:LONGEST_NAME]
    return _among(_words(unicodedata.normalize("NFKC", text))) or _among(words(text))


def _among(found: Sequence[str]) -> tuple[Carrier, ...]:
    aliases, longest = _aliases(), max(map(len, _aliases()))
    carriers: dict[str, Carrier] = {}
    place = 0
    while place < len(found):
        spans = range(min(longest, len(found) - place), 0, -1)
        span = next((span for span in spans if tuple(found[place : place + span]) in aliases), 0)
        if span:
            carrier = aliases[tuple(found[place : place + span])]
            carriers.setdefault(carrier.key, carrier)
        place += span or 1
    return tuple(carriers.values())


def page_of(text: str) -> Carrier | None:
    """The one carrier that the name means, if its page is of use; None when it names none, or several."""
    found = named(text)
    if len({carrier.family for carrier in found}) != 1:
        return None
    carrier = max(found, key=lambda one: len(one.key))  # "DHL ... DHL Express": the more exact one
    aliases = {word for alias in carrier.aliases for word in _words(alias)}
    is_abroad = carrier.is_local and (set(words(text)) & COUNTRIES) - aliases
    return None if is_abroad else carrier
