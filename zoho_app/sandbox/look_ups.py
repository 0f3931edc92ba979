"""What callers of the Books API look up often."""

INDEXES = """
CREATE INDEX IF NOT EXISTS documents_number ON documents (
    kind, organization_id, json_extract(body, '$.salesorder_number') COLLATE NOCASE);
CREATE INDEX IF NOT EXISTS documents_reference ON documents (
    kind, organization_id, json_extract(body, '$.reference_number') COLLATE NOCASE);
CREATE INDEX IF NOT EXISTS documents_sku ON documents (
    kind, organization_id, json_extract(body, '$.sku') COLLATE NOCASE);
CREATE INDEX IF NOT EXISTS documents_contact_name ON documents (
    kind, organization_id, json_extract(body, '$.contact_name') COLLATE NOCASE);
"""
