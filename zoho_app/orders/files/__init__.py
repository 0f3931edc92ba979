"""Files with orders, as shops and spreadsheets write them: bytes become a table, columns, cells, and orders."""
