"""Parcels go to the shop in the way it keeps them: a plug-in, fulfillments of WooCommerce, or notes.

Nothing guards a shop against doubles: what is there is listed before each call.
"""
