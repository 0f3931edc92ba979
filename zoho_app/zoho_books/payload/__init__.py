"""An order and the settings become the JSON that Zoho Books wants. Pure: no database, no network."""
