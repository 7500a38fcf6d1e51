"""Forms as browsers send them: every text stripped, absent told from blank, and what was refused, field by field."""

import re
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Annotated

from fastapi import Depends
from starlette.datastructures import FormData, UploadFile
from starlette.requests import Request

from bsc_audit.app.service.refusals import Flaw, Invalid, Refusal
from bsc_audit.core.problems import AuditError

MOST_FIELDS = 4000  # of a section with everything that may be said about thirty items
MOST_FILES = 20
LONGEST = 64 * 1024  # bytes of one field

_NAME = re.compile(r"[^0-9A-Za-z]+")


@dataclass(frozen=True, slots=True)
class Form:
    """What was filled in."""

    fields: Mapping[str, Sequence[str]] = field(default_factory=dict)
    files: Mapping[str, Sequence[UploadFile]] = field(default_factory=dict)  # those that were chosen

    def text(self, name: str, default: str = "") -> str:
        """A field, without blanks around it; the default where it was not sent."""
        found = self.fields.get(name)
        return found[0].strip() if found else default

    def secret(self, name: str) -> str:
        """A password, as it was typed: its blanks count."""
        found = self.fields.get(name)
        return found[0] if found else ""

    def texts(self, name: str) -> list[str]:
        """Every value of a field that may be chosen several times, blank ones left out."""
        return [one.strip() for one in self.fields.get(name, ()) if one.strip()]

    def optional(self, name: str) -> str | None:
        """A field; None where it is blank or was not sent."""
        return self.text(name) or None

    def ticked(self, name: str) -> bool:
        """Whether a box was ticked."""
        return bool(self.text(name))

    def version(self, name: str = "version") -> int:
        """The version that was shown; -1, which no stored one has, where the form names none."""
        said = self.text(name)
        return int(said) if said.isascii() and said.isdigit() and len(said) < 10 else -1

    def day(self, name: str) -> date | None:
        """A day; None where it is blank.

        Raises:
            Invalid: it is no day.
        """
        said = self.text(name)
        if not said:
            return None
        try:
            return date.fromisoformat(said)
        except ValueError:
            detail = f"{said!r} is no day; write it as 2026-11-28"
            raise Invalid(detail, flaws=(Flaw(pointer=f"/{name}", code="no-day", detail=detail),)) from None

    def file(self, name: str) -> UploadFile | None:
        """A file; None where none was chosen."""
        found = self.files.get(name)
        return found[0] if found else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Mistake:
    """One thing to mend in a form."""

    field: str  # name of the field; "" for the whole
    detail: str
    hint: str = ""

    @property
    def anchor(self) -> str:
        """Id of the field on the page."""
        return field_id(self.field) if self.field else "main"


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """Why a form was not accepted: every mistake, in order, and its status."""

    mistakes: tuple[Mistake, ...]
    status: int = 422
    error: Exception | None = None

    @classmethod
    def of(cls, error: Refusal | AuditError) -> "Failure":
        """What a use case refused."""
        if isinstance(error, AuditError):
            found = tuple(
                Mistake(field=_field(one.field), detail=one.message, hint=one.hint or "") for one in error.problems
            )
            return cls(mistakes=found, error=error)
        if isinstance(error, Invalid) and error.flaws:
            return cls(
                mistakes=tuple(Mistake(field=_field(one.pointer), detail=one.detail) for one in error.flaws),
                error=error,
            )
        return cls(mistakes=(Mistake(field="", detail=error.detail),), status=_STATUS.get(error.kind, 422), error=error)

    @classmethod
    def say(cls, **details: str) -> "Failure":
        """Mistakes a page found itself, by field."""
        return cls(mistakes=tuple(Mistake(field=name, detail=said) for name, said in details.items()))

    def under(self, mark: str) -> "Failure":
        """The same about one of several forms of a page, whose fields are named `NAME-MARK` there."""
        marked = (replace(one, field=f"{one.field}-{mark}") if one.field else one for one in self.mistakes)
        return replace(self, mistakes=tuple(marked))

    def at(self, name: str) -> str:
        """What is wrong with a field; "" when nothing is."""
        return " ".join(one.detail for one in self.mistakes if one.field == name)


def field_id(name: str) -> str:
    """Id of a field's element: its name with only letters, digits and hyphens."""
    return f"f-{_NAME.sub('-', name).strip('-').lower()}"


async def read_form(request: Request) -> AsyncIterator[Form]:
    """The form of a request, whose files are closed once it is answered.

    Raises:
        HTTPException: it cannot be read, or is beyond bounds.
    """
    async with request.form(max_files=MOST_FILES, max_fields=MOST_FIELDS, max_part_size=LONGEST) as sent:
        yield _form(sent)


def _form(sent: FormData) -> Form:
    fields: dict[str, list[str]] = {}
    files: dict[str, list[UploadFile]] = {}
    for name, value in sent.multi_items():
        if isinstance(value, UploadFile):
            if value.filename:
                files.setdefault(name, []).append(value)
        else:
            fields.setdefault(name, []).append(value.replace("\r\n", "\n"))
    return Form(fields, files)


def _field(pointer: str) -> str:
    """The field a JSON pointer means: its path with dots."""
    return pointer.strip("/").replace("/", ".").replace("~1", "/").replace("~0", "~")


SentForm = Annotated[Form, Depends(read_form)]
_STATUS = {"version-conflict": 409, "conflict": 409, "state-forbids": 409, "forbidden": 403, "four-eyes": 403}
