"""The only code that talks to Zoho: the Books API, its limits, the access token and the accounts servers."""
