"""The refusal of a setting."""


class ConfigError(Exception):
    """A setting that Bookdesk can't start with; its text is one line naming the variable and the remedy."""
