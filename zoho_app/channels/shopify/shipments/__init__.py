"""Parcels as Shopify has them: fulfillment orders are what waits at a location, fulfillments what has shipped."""
