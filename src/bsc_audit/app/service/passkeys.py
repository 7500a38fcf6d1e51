"""Passkeys (WebAuthn): what a browser is asked, and whether its answer proves the person."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import webauthn
from webauthn.helpers import options_to_json_dict
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class RelyingParty:
    """Who asks: this service, as browsers know it."""

    id: str  # host name
    origin: str  # https://host[:port]
    name: str = "bsc_audit"


@dataclass(frozen=True, slots=True, kw_only=True)
class NewPasskey:
    """What is stored of a passkey."""

    credential_id: bytes
    public_key: bytes  # COSE
    sign_count: int  # 0 when the authenticator keeps none


def registration_options(
    party: RelyingParty, *, person: str, email: str, name: str, challenge: bytes, known: Iterable[bytes]
) -> Mapping[str, Any]:
    """What `navigator.credentials.create` takes, as JSON data.

    Args:
        party: this service.
        person: the person's id.
        email: shown by the browser.
        name: shown by the browser.
        challenge: fresh random bytes.
        known: credential ids the person has already; no authenticator is registered twice.
    """
    options = webauthn.generate_registration_options(
        rp_id=party.id,
        rp_name=party.name,
        user_id=person.encode(),
        user_name=email,
        user_display_name=name,
        challenge=challenge,
        exclude_credentials=[PublicKeyCredentialDescriptor(id=one) for one in known],
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.PREFERRED, user_verification=UserVerificationRequirement.REQUIRED
        ),
    )
    return options_to_json_dict(options)


def sign_in_options(party: RelyingParty, *, challenge: bytes, known: Iterable[bytes] = ()) -> Mapping[str, Any]:
    """What `navigator.credentials.get` takes, as JSON data; without `known` any passkey of this site is offered."""
    options = webauthn.generate_authentication_options(
        rp_id=party.id,
        challenge=challenge,
        allow_credentials=[PublicKeyCredentialDescriptor(id=one) for one in known],
        user_verification=UserVerificationRequirement.REQUIRED,
    )
    return options_to_json_dict(options)


def registered(party: RelyingParty, answer: Mapping[str, Any], *, challenge: bytes) -> NewPasskey | None:
    """The passkey a browser made for this challenge; None when the answer proves nothing."""
    try:
        found = webauthn.verify_registration_response(
            credential=json.dumps(answer),
            expected_challenge=challenge,
            expected_rp_id=party.id,
            expected_origin=party.origin,
            require_user_verification=True,
        )
    except _UNREADABLE:
        return None
    return NewPasskey(
        credential_id=found.credential_id, public_key=found.credential_public_key, sign_count=found.sign_count
    )


def credential_of(answer: Mapping[str, Any]) -> bytes | None:
    """The id of the passkey an answer was made with; None when it names none."""
    try:
        return webauthn.helpers.parse_authentication_credential_json(json.dumps(answer)).raw_id
    except _UNREADABLE:
        return None


def signed_in(
    party: RelyingParty, answer: Mapping[str, Any], *, challenge: bytes, public_key: bytes, sign_count: int
) -> int | None:
    """The authenticator's new counter when the answer proves the passkey; None when it does not.

    A counter that does not grow betrays a copied authenticator and proves nothing.
    """
    try:
        found = webauthn.verify_authentication_response(
            credential=json.dumps(answer),
            expected_challenge=challenge,
            expected_rp_id=party.id,
            expected_origin=party.origin,
            credential_public_key=public_key,
            credential_current_sign_count=sign_count,
            require_user_verification=True,
        )
    except _UNREADABLE:
        return None
    return found.new_sign_count


# What the library raises for answers it cannot read is not only its own exceptions.
_UNREADABLE = (WebAuthnException, ValueError, TypeError, KeyError, AttributeError, IndexError)
