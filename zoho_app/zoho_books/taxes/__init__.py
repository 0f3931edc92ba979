"""Which tax of Zoho Books an item gets, and what a sales order comes to. Pure: no database, no network."""
