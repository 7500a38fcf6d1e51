"""Report to bytes, one format a module."""
