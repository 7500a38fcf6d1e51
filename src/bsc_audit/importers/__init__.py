"""Bytes of the world to raw evidence: one source or one file format a module, and the table of imports."""
