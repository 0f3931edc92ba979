"""The pages of packing slips and pick lists, and of what they look like."""
