"""One thing that was checked, and all of them together."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One line of a verification."""

    id: str
    holds: bool | None  # None: cannot be said, or does not apply; it speaks neither for the file nor against it
    says: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Verification:
    """Every line, in the order a reader wants them."""

    checks: tuple[Check, ...]

    @property
    def holds(self) -> bool:
        """Nothing that could be checked failed."""
        return all(check.holds is not False for check in self.checks)
