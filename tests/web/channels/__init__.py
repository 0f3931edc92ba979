"""Tests of web/channels."""
