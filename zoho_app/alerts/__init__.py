"""Telling people once when something opens and once when it clears: on the page, by e-mail, by signed webhook."""
