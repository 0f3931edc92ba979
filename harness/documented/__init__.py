"""Whether a request to the Books API and its answer are as Zoho documents them, or as they were seen live."""
