"""Places of supply: the states of India, the emirates, and the countries of the Gulf.

Codes of emirates and countries: Zoho Books API, "Create a sales order", `place_of_supply`. Codes of states: those of
GST, as Zoho's examples (TN, GJ) have them; both codes that are in use for a state are known.
"""

from zoho_app.orders.input.keys import text_key

INDIA = {
    "AN": "Andaman and Nicobar Islands",
    "AP": "Andhra Pradesh",
    "AR": "Arunachal Pradesh",
    "AS": "Assam",
    "BR": "Bihar",
    "CH": "Chandigarh",
    "CG": "Chhattisgarh",
    "DN": "Dadra and Nagar Haveli and Daman and Diu",
    "DL": "Delhi",
    "GA": "Goa",
    "GJ": "Gujarat",
    "HR": "Haryana",
    "HP": "Himachal Pradesh",
    "JK": "Jammu and Kashmir",
    "JH": "Jharkhand",
    "KA": "Karnataka",
    "KL": "Kerala",
    "LA": "Ladakh",
    "LD": "Lakshadweep",
    "MP": "Madhya Pradesh",
    "MH": "Maharashtra",
    "MN": "Manipur",
    "ML": "Meghalaya",
    "MZ": "Mizoram",
    "NL": "Nagaland",
    "OD": "Odisha",
    "PY": "Puducherry",
    "PB": "Punjab",
    "RJ": "Rajasthan",
    "SK": "Sikkim",
    "TN": "Tamil Nadu",
    "TS": "Telangana",
    "TR": "Tripura",
    "UP": "Uttar Pradesh",
    "UK": "Uttarakhand",
    "WB": "West Bengal",
    "OT": "Other Territory",
}
_INDIA_ELSEWHERE = {
    "CT": "CG", "OR": "OD", "TG": "TS", "UT": "UK", "AD": "AP", "DD": "DN", "DH": "DN",
    "ORISSA": "OD", "PONDICHERRY": "PY", "UTTARANCHAL": "UK", "NEW DELHI": "DL", "NCT OF DELHI": "DL",
    "ANDAMAN & NICOBAR ISLANDS": "AN", "JAMMU & KASHMIR": "JK", "DADRA & NAGAR HAVELI": "DN",
    "DADRA AND NAGAR HAVELI": "DN", "DAMAN AND DIU": "DN", "DAMAN & DIU": "DN", "CHATTISGARH": "CG",
    "TAMILNADU": "TN",
}  # fmt: skip
EMIRATES = {
    "AB": "Abu Dhabi",
    "AJ": "Ajman",
    "DU": "Dubai",
    "FU": "Fujairah",
    "RA": "Ras al-Khaimah",
    "SH": "Sharjah",
    "UM": "Umm al-Quwain",
}
# ISO 3166-2 has other codes for the emirates than Zoho Books.
_EMIRATES_ELSEWHERE = {
    "AZ": "AB", "RK": "RA", "UQ": "UM", "RAS AL KHAIMAH": "RA", "RAS AL KHAIMA": "RA", "UMM AL QUWAIN": "UM",
    "UMM AL QAIWAIN": "UM", "ABU ZABY": "AB", "DUBAYY": "DU", "AL FUJAYRAH": "FU", "ASH SHARIQAH": "SH",
}  # fmt: skip
GULF = ("AE", "SA", "BH", "KW", "OM", "QA")


def _codes(names: dict[str, str], elsewhere: dict[str, str]) -> dict[str, str]:
    found = {**{code: code for code in names}, **{name: code for code, name in names.items()}, **elsewhere}
    return {text_key(name): code for name, code in found.items()}


_STATES, _EMIRATES = _codes(INDIA, _INDIA_ELSEWHERE), _codes(EMIRATES, _EMIRATES_ELSEWHERE)


def indian_state(text: str) -> str:
    """The GST code of a state of India, such as "TN" for "Tamil Nadu", "tn" or "IN-TN"; "" when it is none."""
    key = text_key(text)
    return _STATES.get(key.removeprefix("in-"), "")


def emirate(*texts: str) -> str:
    """The code of the emirate that the first of the texts names that names one, such as "DU" for "Dubai"."""
    found = [_EMIRATES.get(text_key(text).removeprefix("ae-").removeprefix("emirate of "), "") for text in texts]
    return next((code for code in found if code), "")
