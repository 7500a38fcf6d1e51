"""Copies of a whole installation: made while it works, checked without trusting it, put back into an empty place."""
