"""Tests of channels/shopify."""
