"""Parcels go to the shop in the way it keeps them: a plug-in, fulfillments of WooCommerce, or notes.

Each way is an object with three functions: find what is there, add, remove. Nothing guards a shop against doubles, so
that `find` goes before each `add`.
"""
