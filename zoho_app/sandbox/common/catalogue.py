"""The goods of every stand-in: what a pretend shop sells has an item of the same SKU in the pretend books."""

# SKU, name, price, description
CATALOGUE = (
    ("BD-MUG-01", "Stoneware mug", 14.50, "Hand-thrown, 350 ml"),
    ("BD-TEE-S", "Cotton T-shirt, small", 24.00, "Organic cotton, natural white"),
    ("BD-TEE-M", "Cotton T-shirt, medium", 24.00, "Organic cotton, natural white"),
    ("BD-TEE-L", "Cotton T-shirt, large", 24.00, "Organic cotton, natural white"),
    ("BD-CAP-01", "Canvas cap", 19.00, "Adjustable strap"),
    ("BD-BAG-01", "Waxed canvas bag", 68.00, "18 liters, leather handles"),
    ("BD-PEN-01", "Brass pen", 22.50, "Refillable"),
    ("BD-NOTE-01", "Dotted notebook", 12.00, "A5, 160 pages"),
)
