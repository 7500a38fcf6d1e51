"""The number a report is asked for by. It follows from what was assessed and by which rules, so it cannot be chosen."""

from hashlib import sha256

from bsc_audit.core.report.model import Report

PREFIX = "BSC"
LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # without I, L, O and U, which are misread or spell words
LENGTH = 6  # 32 ** 6 numbers a year: about a thousand million


def report_number(report: Report) -> str:
    """Such as BSC-1999-4TQ7ZK: the year the report speaks of, then a digest of id, ruleset and evidence.

    The same evidence under the same ruleset keeps its number, whichever engine version or template wrote the report.
    """
    said = (report.meta.id, report.provenance.ruleset_digest, report.provenance.evidence_digest)
    number = int.from_bytes(sha256("\n".join(said).encode()).digest())
    letters = "".join(LETTERS[number >> 5 * place & 31] for place in range(LENGTH))
    return f"{PREFIX}-{report.meta.as_of[:4]}-{letters}"
