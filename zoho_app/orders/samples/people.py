"""Who the sample orders are for: five people each, where the store's currency is used."""

Address = dict[str, str]

_NAMES = ("first_name", "last_name", "company", "address1", "city", "state", "postal_code", "country")


def _person(text: str) -> Address:
    values = [value.strip() for value in text.split("|")]
    return {**dict(zip(_NAMES, values, strict=True)), "phone": ""}


# In the order in which data.py names them; the third buys for a company.
_AMERICA = (
    "Elena | Marsh | | 418 Alder Street | Portland | OR | 97205 | US",
    "Jonas | Weller | | 27 Harbor Road, Apt 4 | Boston | MA | 02110 | US",
    "Priya | Nair | Fieldnote Studio | 1900 Congress Avenue | Austin | TX | 78701 | US",
    "Tom | Ashby | | 56 Maple Lane | Burlington | VT | 05401 | US",
    "Inês | Duarte | | 812 Valencia Street | San Francisco | CA | 94110 | US",
)
_EURO_AREA = (
    "Elena | Marsh | | Lindenstraße 18 | Berlin | | 10969 | DE",
    "Jonas | Weller | | Mariahilfer Straße 27 | Wien | | 1060 | AT",
    "Priya | Nair | Fieldnote Studio | Keizersgracht 190 | Amsterdam | | 1016 DW | NL",
    "Tom | Ashby | | 56 Quay Street | Galway | | H91 F6C9 | IE",
    "Inês | Duarte | | Rua da Rosa 81 | Lisboa | | 1200-382 | PT",
)
_BRITAIN = (
    "Elena | Marsh | | 18 Alder Street | Bristol | | BS1 4ST | GB",
    "Jonas | Weller | | 27 Harbour Road, Flat 4 | Edinburgh | | EH6 6LX | GB",
    "Priya | Nair | Fieldnote Studio | 190 Deansgate | Manchester | | M3 3WD | GB",
    "Tom | Ashby | | 56 Maple Lane | Cardiff | | CF10 2HQ | GB",
    "Inês | Duarte | | 81 Valencia Road | London | | E2 8AA | GB",
)
_INDIA = (
    "Elena | Marsh | | 18 Residency Road | Bengaluru | KA | 560025 | IN",
    "Jonas | Weller | | 27 Marine Drive, Flat 4 | Mumbai | MH | 400020 | IN",
    "Priya | Nair | Fieldnote Studio | 190 MG Road | Kochi | KL | 682016 | IN",
    "Tom | Ashby | | 56 Anna Salai | Chennai | TN | 600002 | IN",
    "Inês | Duarte | | 81 Ashram Road | Ahmedabad | GJ | 380009 | IN",
)
_JAPAN = (
    "Elena | Marsh | | 1-18-3 Aoyama | Minato-ku | Tokyo | 107-0062 | JP",
    "Jonas | Weller | | 2-7-4 Umeda | Kita-ku | Osaka | 530-0001 | JP",
    "Priya | Nair | Fieldnote Studio | 3-19 Honmachi | Naka-ku | Aichi | 460-0008 | JP",
    "Tom | Ashby | | 5-6 Odori | Chuo-ku | Hokkaido | 060-0042 | JP",
    "Inês | Duarte | | 8-1 Tenjin | Chuo-ku | Fukuoka | 810-0001 | JP",
)
_CANADA = (
    "Elena | Marsh | | 418 Alder Street | Vancouver | BC | V6B 2W9 | CA",
    "Jonas | Weller | | 27 Harbour Road, Apt 4 | Toronto | ON | M5J 2N8 | CA",
    "Priya | Nair | Fieldnote Studio | 1900 rue Saint-Denis | Montréal | QC | H2X 3K4 | CA",
    "Tom | Ashby | | 56 Maple Lane | Calgary | AB | T2P 1J9 | CA",
    "Inês | Duarte | | 812 Bank Street | Ottawa | ON | K1S 3W1 | CA",
)
_AUSTRALIA = (
    "Elena | Marsh | | 18 Alder Street | Sydney | NSW | 2000 | AU",
    "Jonas | Weller | | 27 Harbour Road, Unit 4 | Brisbane | QLD | 4000 | AU",
    "Priya | Nair | Fieldnote Studio | 190 Collins Street | Melbourne | VIC | 3000 | AU",
    "Tom | Ashby | | 56 Murray Street | Perth | WA | 6000 | AU",
    "Inês | Duarte | | 81 Crown Street | Wollongong | NSW | 2500 | AU",
)
_EMIRATES = (
    "Elena | Marsh | | Villa 18, Al Wasl Road | Dubai | Dubai | | AE",
    "Jonas | Weller | | Marina Walk 27, Flat 4 | Dubai | Dubai | | AE",
    "Priya | Nair | Fieldnote Studio | 190 Hamdan Street | Abu Dhabi | Abu Dhabi | | AE",
    "Tom | Ashby | | 56 Al Majaz Street | Sharjah | Sharjah | | AE",
    "Inês | Duarte | | 81 Corniche Road | Abu Dhabi | Abu Dhabi | | AE",
)
_KUWAIT = (
    "Elena | Marsh | | Block 4, Street 18 | Salmiya | | 20004 | KW",
    "Jonas | Weller | | Gulf Road 27, Flat 4 | Kuwait City | | 13001 | KW",
    "Priya | Nair | Fieldnote Studio | 190 Fahad Al Salem Street | Kuwait City | | 13012 | KW",
    "Tom | Ashby | | Block 9, Street 56 | Hawalli | | 32014 | KW",
    "Inês | Duarte | | Block 2, Street 81 | Jabriya | | 46302 | KW",
)
_SWITZERLAND = (
    "Elena | Marsh | | Lindenstrasse 18 | Zürich | ZH | 8008 | CH",
    "Jonas | Weller | | Hafenweg 27 | Basel | BS | 4057 | CH",
    "Priya | Nair | Fieldnote Studio | Rue du Rhône 90 | Genève | GE | 1204 | CH",
    "Tom | Ashby | | Marktgasse 56 | Bern | BE | 3011 | CH",
    "Inês | Duarte | | Via Nassa 81 | Lugano | TI | 6900 | CH",
)
_SWEDEN = (
    "Elena | Marsh | | Lindgatan 18 | Stockholm | | 111 44 | SE",
    "Jonas | Weller | | Hamngatan 27 | Göteborg | | 411 14 | SE",
    "Priya | Nair | Fieldnote Studio | Storgatan 190 | Malmö | | 211 34 | SE",
    "Tom | Ashby | | Kungsgatan 56 | Uppsala | | 753 21 | SE",
    "Inês | Duarte | | Drottninggatan 81 | Norrköping | | 602 24 | SE",
)
_NEW_ZEALAND = (
    "Elena | Marsh | | 18 Alder Street | Auckland | | 1010 | NZ",
    "Jonas | Weller | | 27 Harbour Road, Flat 4 | Wellington | | 6011 | NZ",
    "Priya | Nair | Fieldnote Studio | 190 Colombo Street | Christchurch | | 8011 | NZ",
    "Tom | Ashby | | 56 George Street | Dunedin | | 9016 | NZ",
    "Inês | Duarte | | 81 Victoria Street | Hamilton | | 3204 | NZ",
)
_SINGAPORE = (
    "Elena | Marsh | | 18 Orchard Road | Singapore | | 238839 | SG",
    "Jonas | Weller | | 27 Marina Boulevard, #04-01 | Singapore | | 018981 | SG",
    "Priya | Nair | Fieldnote Studio | 190 Middle Road | Singapore | | 188979 | SG",
    "Tom | Ashby | | 56 Joo Chiat Road | Singapore | | 427371 | SG",
    "Inês | Duarte | | 81 Tiong Bahru Road | Singapore | | 168732 | SG",
)
_BY_CURRENCY = {
    "AED": _EMIRATES,
    "AUD": _AUSTRALIA,
    "CAD": _CANADA,
    "CHF": _SWITZERLAND,
    "EUR": _EURO_AREA,
    "GBP": _BRITAIN,
    "INR": _INDIA,
    "JPY": _JAPAN,
    "KWD": _KUWAIT,
    "NZD": _NEW_ZEALAND,
    "SEK": _SWEDEN,
    "SGD": _SINGAPORE,
}


def people(currency_code: str) -> list[Address]:
    """The addresses of the five people in a store of that currency; in the United States where there are none."""
    return [_person(text) for text in _BY_CURRENCY.get(currency_code, _AMERICA)]
