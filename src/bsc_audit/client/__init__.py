"""A thin typed client of the service: `Client(address, key)`, its nouns as methods, refusals as exceptions.

What is sent and shown are the API's own models (`bsc_audit.api.schemas`). A sketch:

    with Client("https://audit.example", key) as client:
        ours = client.organisation(client.me().memberships[0].org_id)
        begun = ours.create_assessment(AssessmentIn(...))
        ours.assessment(begun.id).put_answers([AnswerItemIn(...), ...])
"""

from bsc_audit.client.client import Client
from bsc_audit.client.refused import (
    ClientError,
    Conflicting,
    Forbidden,
    Invalid,
    Mistake,
    NotFound,
    NotSignedIn,
    Outdated,
    Refused,
    Unanswered,
    Unavailable,
)
from bsc_audit.client.reports import JobFailed, StillRunning

__all__ = [
    "Client",
    "ClientError",
    "Conflicting",
    "Forbidden",
    "Invalid",
    "JobFailed",
    "Mistake",
    "NotFound",
    "NotSignedIn",
    "Outdated",
    "Refused",
    "StillRunning",
    "Unanswered",
    "Unavailable",
]
