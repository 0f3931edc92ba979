"""The press: a process of its own that fills in templates and makes PDFs and pictures, within limits.

It reads one request and writes one answer. It knows nothing of Bookdesk and gets plain data only, so that a template
or a picture that somebody made to do harm finds nothing here. `zoho_app/documents/press.py` starts it.
"""
