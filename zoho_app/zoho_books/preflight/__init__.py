"""The checklist before orders are sent."""
