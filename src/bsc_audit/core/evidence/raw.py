"""What lies in an evidence folder, read but not yet judged."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from bsc_audit.core.documents import Document
from bsc_audit.core.evidence.tables import Table


@dataclass(frozen=True, slots=True, kw_only=True)
class FileOnDisk:
    """A document file as it was found."""

    sha256: str  # 64 hexadecimal digits
    size: int  # bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class RawEvidence:
    """Parsed files by their name relative to the folder, with `/` between its parts."""

    documents: Mapping[str, Document] = field(default_factory=dict)
    tables: Mapping[str, Table] = field(default_factory=dict)
    files: Mapping[str, FileOnDisk] = field(default_factory=dict)  # everything below documents/
    unread: tuple[str, ...] = ()  # YAML and CSV files that lie where nothing is read
