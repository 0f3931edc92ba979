"""Who may ask for what: tokens of both kinds, and scopes."""
