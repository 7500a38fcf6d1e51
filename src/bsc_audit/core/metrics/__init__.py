"""Metric kinds: how observed counts and answers become a value with its n and its interval."""
