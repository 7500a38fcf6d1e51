"""The number a report is asked for by. It follows from what was assessed and by which rules, so it cannot be chosen."""

from hashlib import sha256

from bsc_audit.core.report.model import Report

PREFIX = "BSC"
LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # without I, L, O and U, which are misread or spell words
LENGTH = 6  # 32 ** 6 numbers a year: about a thousand million


def report_number(report: Report) -> str:
    """The number of a report, such as BSC-1999-4TQ7ZK."""
    said = report.provenance
    return number_of(report.meta.id, report.meta.as_of, said.ruleset_digest, said.evidence_digest)


def number_of(assessment: str, as_of: str, ruleset_digest: str, evidence_digest: str) -> str:
    """The year the report speaks of, then a digest of assessment, ruleset and evidence.

    The same evidence under the same ruleset keeps its number, whichever engine version or template wrote the report.
    """
    said = "\n".join((assessment, ruleset_digest, evidence_digest))
    number = int.from_bytes(sha256(said.encode()).digest())
    letters = "".join(LETTERS[number >> 5 * place & 31] for place in range(LENGTH))
    return f"{PREFIX}-{as_of[:4]}-{letters}"
