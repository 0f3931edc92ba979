"""The country editions of Zoho Books: their taxes, their places of supply, and how an organization rounds."""
