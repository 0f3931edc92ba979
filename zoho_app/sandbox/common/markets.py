"""Where a pretend shop may sell, with the taxes of the country."""

# Currency, country, and how prices are written there: with tax, its name, its rate.
MARKETS = {
    "USD": ("US", "America/New_York", False, "State tax", 0.08),
    "EUR": ("DE", "Europe/Berlin", True, "MwSt.", 0.19),
    "GBP": ("GB", "Europe/London", True, "VAT", 0.2),
    "CAD": ("CA", "America/Toronto", False, "GST", 0.05),
    "AUD": ("AU", "Australia/Sydney", True, "GST", 0.1),
    "INR": ("IN", "Asia/Kolkata", True, "IGST", 0.18),
    "AED": ("AE", "Asia/Dubai", True, "VAT", 0.05),
}
