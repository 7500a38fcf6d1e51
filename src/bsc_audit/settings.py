"""Where the data lies: an explicit folder first, then the packaged data, then the checkout."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

HOME_VARIABLE = "BSC_AUDIT_HOME"  # a folder with rulesets/, questionnaires/, report_templates/, brand/ of one's own
CONFIG_VARIABLE = "BSC_AUDIT_CONFIG"  # a folder for what belongs to this user: the local signing key
VERIFY_VARIABLE = "BSC_AUDIT_VERIFY_AT"  # address of the page where reports are verified; {number} is put in

_SHELVES = ("rulesets", "questionnaires", "report_templates", "brand")


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What the program was told from outside."""

    data_roots: tuple[Path, ...]  # searched in this order
    config: Path  # of this user; need not exist
    verified_at: str  # address printed on reports, "" when there is none


def read_settings(environment: Mapping[str, str] = os.environ) -> Settings:
    """Settings from the environment; folders that are not there are left out."""
    package = Path(__file__).resolve().parent
    own = environment.get(HOME_VARIABLE)
    candidates = [Path(own)] if own else []
    candidates += [package / "data", package.parents[1]]
    return Settings(
        data_roots=tuple(root for root in candidates if any((root / name).is_dir() for name in _SHELVES)),
        config=_config(environment),
        verified_at=environment.get(VERIFY_VARIABLE, ""),
    )


def _config(environment: Mapping[str, str]) -> Path:
    """Where programs keep what belongs to a user, by the custom of the system."""
    own = environment.get(CONFIG_VARIABLE)
    if own:
        return Path(own)
    custom = environment.get("XDG_CONFIG_HOME") or environment.get("APPDATA")
    return (Path(custom) if custom else Path.home() / ".config") / "bsc-audit"
