"""Shops whose orders come in by themselves: what every kind of shop shares."""
