"""The organization's contacts and items, kept here so that most orders cost one call."""
