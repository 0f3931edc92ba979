"""Documents on paper: packing slips and pick lists for many orders, as pages to print and as PDF."""
