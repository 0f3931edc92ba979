"""A desk, its channels and Zoho Books in one process, where everything goes wrong by a seed; see docs/chaos.md."""
