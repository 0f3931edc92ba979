"""Tests of channels/shops."""
