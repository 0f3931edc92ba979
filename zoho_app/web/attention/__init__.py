"""Needs Attention: what failed, in groups, with the remedy of each."""
