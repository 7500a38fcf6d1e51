"""Verification of a written report: what holds of it, line by line."""
