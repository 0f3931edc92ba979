"""Help beside each page: the user guide of docs/, part by part."""
