"""The pages of a person who keeps the books and sends the parcels."""
