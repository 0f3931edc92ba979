"""Places of supply: states of India, emirates and countries of the Gulf, as Zoho's OpenAPI writes them."""

INDIAN_STATES = frozenset(
    {
        *("AN", "AR", "AS", "BR", "CH", "DN", "DD", "DL", "GA", "GJ", "HR", "HP", "JK", "JH", "KA", "KL", "LA", "LD"),
        *("MP", "MH", "MN", "ML", "MZ", "NL", "PY", "PB", "RJ", "SK", "TN", "TR", "UP", "WB", "OT"),
        # Zoho publishes no list. Two codes of these states are in use, so both count.
        *("AP", "AD", "CG", "CT", "OD", "OR", "TS", "TG", "UK", "UT"),
    }
)
EMIRATES = frozenset({"AB", "AJ", "DU", "FU", "RA", "SH", "UM"})
GULF_COUNTRIES = frozenset({"AE", "SA", "BH", "KW", "OM", "QA"})
GULF_PLACES = EMIRATES | GULF_COUNTRIES
