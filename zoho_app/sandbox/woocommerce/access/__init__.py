"""Keys of the API: whose they are, how requests are signed with them, and the consent page that makes them."""
