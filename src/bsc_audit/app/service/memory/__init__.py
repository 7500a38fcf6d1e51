"""The service's ports in memory: for tests, and for what is scored and forgotten."""

from bsc_audit.app.service.memory.blobs import MemoryBlobStore
from bsc_audit.app.service.memory.unit_of_work import MemoryUnitOfWork

__all__ = ["MemoryBlobStore", "MemoryUnitOfWork"]
