"""The one wiring: which adapter stands behind which port."""

from pathlib import Path

from bsc_audit.importers.library import FolderLibrary
from bsc_audit.settings import Settings, read_settings


def library(settings: Settings | None = None) -> FolderLibrary:
    """Rulesets and questionnaires, from the user's folder, the package or the checkout."""
    return FolderLibrary((settings or read_settings()).data_roots)


def data_folder(*parts: str, settings: Settings | None = None) -> Path | None:
    """The first data folder or file of that name; None when no root has it."""
    roots = (settings or read_settings()).data_roots
    return next((path for root in roots if (path := root.joinpath(*parts)).exists()), None)
