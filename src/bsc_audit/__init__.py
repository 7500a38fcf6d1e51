"""Certification-style audit and assessment engine for customer service, on the balanced scorecard."""

__version__ = "0.1.0"
