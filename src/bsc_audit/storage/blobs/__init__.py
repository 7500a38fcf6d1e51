"""Files under the SHA-256 of their content; one kind of place a module."""
