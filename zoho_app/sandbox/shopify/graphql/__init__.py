"""The GraphQL Admin API as such: schema, refusals, cost, the bucket of points, pages and search."""
