"""What the list of orders is made of: its links, tabs, columns and rows, and how it keeps itself up to date."""
