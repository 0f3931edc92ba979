"""Lists of orders: filters, search, pages, saved views."""
