"""Routes of the pages, one noun a module."""
