"""What people type about a parcel: its number, its carrier, the page on which it can be followed."""
