"""What every stored value carries."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

Json = Mapping[str, Any]  # what JSON can say: words, numbers, lists and mappings, no NaN


@dataclass(frozen=True, slots=True, kw_only=True)
class Stored:
    """Identity, version and times of a stored value.

    A repository keeps `created_at` as it is given, and on every replacement writes the next `version` and the time of
    the transaction as `updated_at`, whatever the value says of them.
    """

    id: str  # UUIDv7
    version: int = 1  # of this value, for ETags; the first is 1
    created_at: datetime
    updated_at: datetime
