"""What the signature of a report says and what it does not."""

from collections.abc import Iterator

from bsc_audit.app.report_file import ReportFile, Signature, Stamp
from bsc_audit.app.verification.check import Check

FINGERPRINT = 16  # hexadecimal digits shown of one


def signature_checks(file: ReportFile, *, wanted: bool) -> Iterator[Check]:
    """Lines about the signature.

    Args:
        file: the report.
        wanted: the reader named whom they trust, so that a report without a signature is not what they expect.
    """
    if file.signatures is None:
        says = "the file is damaged or was changed: whether it is signed, and by whom, cannot be read"
        yield Check(id="signature", holds=False, says=says)
        return
    if not file.signatures:
        yield Check(id="signature", holds=False if wanted else None, says="not signed: nobody vouches for this file")
        return
    if len(file.signatures) > 1:
        says = f"signed {len(file.signatures)} times: only one signature can cover a whole file"
        yield Check(id="signature", holds=False, says=says)
    for signature in file.signatures:
        yield _unchanged(signature)
        yield _signer(signature)
        yield _time(signature)


def _unchanged(signature: Signature) -> Check:
    if signature.faults:
        return Check(id="signature", holds=False, says="; ".join(signature.faults))
    return Check(id="signature", holds=True, says="signed; not a byte was changed since")


def _signer(signature: Signature) -> Check:
    who = f"{signature.by!r}, certificate {signature.fingerprint[:FINGERPRINT]}…"
    if signature.trusted:
        return Check(id="signer", holds=True, says=f"signed by {who}, which you trust")
    if signature.trusted is False:
        return Check(id="signer", holds=False, says=f"signed by {who}, which no certificate you named vouches for")
    vouched = f"vouched for by {signature.vouched_by!r}" if signature.vouched_by else "which vouches for itself"
    says = f"signed with a key that calls itself {who}, {vouched}; who that is was not checked: name a certificate"
    return Check(id="signer", holds=None, says=f"{says} with --trust")


def _time(signature: Signature) -> Check:
    stamp = signature.stamp
    if stamp is None:
        says = f"no time stamp; the signer's own clock said {signature.at or 'nothing'}"
        return Check(id="time", holds=None, says=says)
    if not stamp.sound:
        return Check(id="time", holds=False, says="the time stamp does not belong to this signature or was changed")
    return Check(id="time", holds=_trust(stamp), says=f"stamped at {stamp.at} by {stamp.by!r}{_TRUST[stamp.trusted]}")


def _trust(stamp: Stamp) -> bool | None:
    """A stamp nobody asked about is neither good nor bad, however it was made."""
    return True if stamp.trusted else None


_TRUST = {
    True: ", which you trust",
    False: ", which no certificate you named vouches for",
    None: "; who that is was not checked",
}
