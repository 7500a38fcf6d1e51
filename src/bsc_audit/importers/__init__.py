"""Bytes of foreign files to raw evidence, one source a module."""
