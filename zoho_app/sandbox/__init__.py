"""A stand-in Zoho in a process of its own: accounts server, Books API and a small back office.

It imports nothing of the rest of the house and nobody imports it: the two only meet over HTTP,
as the house and the real Zoho do. Run it with `python -m zoho_app.sandbox --data FILE`.
"""
