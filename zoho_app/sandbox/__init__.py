"""A stand-in Zoho in a process of its own: accounts server, Books API and a small back office.

It imports nothing of Bookdesk, and Bookdesk does not import it: they only meet over HTTP, like Bookdesk and
the real Zoho. Run it with `python -m zoho_app.sandbox --data FILE`.
"""
