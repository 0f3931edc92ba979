"""Tests of channels/woocommerce."""
