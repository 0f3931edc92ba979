"""Form fields, and what happens when two people edit the same thing."""
