"""The API described by itself: an OpenAPI document made of the routes, and a page to read it."""
