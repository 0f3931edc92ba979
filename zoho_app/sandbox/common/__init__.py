"""What the stand-ins share: their memory, the way in, faults and the ledger, the look of their pages.

It knows neither Zoho nor any shop.
"""
