"""The country editions of Zoho Books: what each wants to know of an order's tax. Pure: no database, no network."""
