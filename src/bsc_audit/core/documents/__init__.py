"""Strict reading of YAML text: data with a position for every key and value, and problems in words."""

from bsc_audit.core.documents.document import Document, Path
from bsc_audit.core.documents.parse import DocumentError, parse
from bsc_audit.core.documents.text import localise
from bsc_audit.core.documents.validate import Schema

__all__ = ["Document", "DocumentError", "Path", "Schema", "localise", "parse"]
