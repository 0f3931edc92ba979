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
_BY_CURRENCY = {"EUR": _EURO_AREA, "GBP": _BRITAIN, "INR": _INDIA, "JPY": _JAPAN}


def people(currency_code: str) -> list[Address]:
    """The addresses of the five people in a store of that currency; in the United States where there are none."""
    return [_person(text) for text in _BY_CURRENCY.get(currency_code, _AMERICA)]
