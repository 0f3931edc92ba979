"""Alerts: notify people once when an alert opens and once when it clears: on the page, by e-mail, by webhook."""
