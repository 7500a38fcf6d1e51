"""Where the data lies: an explicit folder first, then the packaged data, then the checkout."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

HOME_VARIABLE = "BSC_AUDIT_HOME"  # a folder with rulesets/, questionnaires/ and report_templates/ of one's own


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What the program was told from outside."""

    data_roots: tuple[Path, ...]  # searched in this order


def read_settings(environment: Mapping[str, str] = os.environ) -> Settings:
    """Settings from the environment; folders that are not there are left out."""
    package = Path(__file__).resolve().parent
    own = environment.get(HOME_VARIABLE)
    candidates = [Path(own)] if own else []
    candidates += [package / "data", package.parents[1]]
    return Settings(data_roots=tuple(root for root in candidates if (root / "rulesets").is_dir()))
