"""Order files."""
