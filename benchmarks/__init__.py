"""Measurements: run them, read the tables, quote medians. Nothing here is asserted."""
