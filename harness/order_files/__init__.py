"""Order files made of known orders: each shop's titles, each locale, each damage; and what came out of them."""
