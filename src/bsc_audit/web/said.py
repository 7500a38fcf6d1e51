"""What a page confirms after something was done: a word in the address, its sentence here, so that nobody can forge one."""

from collections.abc import Mapping
from types import MappingProxyType


def said_in(query: Mapping[str, str]) -> str:
    """The sentence of `?said=word`; "" where there is none."""
    return SENTENCES.get(query.get("said", ""), "")


SENTENCES: Mapping[str, str] = MappingProxyType(
    {
        "saved": "Saved.",
        "completed": "Marked as completed.",
        "revoked": "Revoked. Whoever came by it is out.",
        "reopened": "Open again.",
        "unchanged": "Nothing was changed, so nothing had to be saved.",
        "created": "Created.",
        "removed": "Removed.",
        "sent": "Sent.",
        "ordered": "Ordered. It is made from the assessment as it is now.",
        "start-assessment": "Started: answers and evidence may come in.",
        "submit-assessment": "Handed over for review.",
        "request-changes": "Handed back.",
        "validate-assessment": "Validated: its evidence is frozen.",
        "supersede-assessment": "Superseded.",
        "withdraw-assessment": "Withdrawn.",
        "decided": "Decided.",
        "issued": "Issued. The certificate's PDF is being made.",
        "signed-out": "You are signed out.",
        "begun": "The assessment is begun. Fill in what was agreed, then start it.",
        "ruleset-moved": "The assessment is scored by the other version now.",
        "move-undone": "The move is undone; every answer is as it was before it.",
        "person-added": "They belong to the organisation now and sign in as before.",
        "key-revoked": "The key is revoked; who shows it is refused from now on.",
        "ruleset-retired": "No new assessment takes that version.",
        "client-added": "The client is there, and you are its administrator.",
        "session-ended": "That session is over.",
        "password-changed": "Your password is changed; your other sessions are over.",
        "codes-removed": "One-time codes are asked for no more.",
        "passkey-added": "Your passkey is registered.",
        "password-set": "Your password is set. Sign in with it.",
    }
)
