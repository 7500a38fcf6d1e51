"""documents.yaml: the evidence register, and the files it names."""

from bsc_audit.core.documents import localise
from bsc_audit.core.documents.part import Part
from bsc_audit.core.documents.suggest import did_you_mean
from bsc_audit.core.evidence.desk import Desk
from bsc_audit.core.evidence.model import Document
from bsc_audit.core.evidence.raw import FileOnDisk
from bsc_audit.core.vocabulary import Grade, Method


def read_register(desk: Desk, language: str) -> None:
    """Hand the register to the desk, because every other reader cites from it."""
    for listed in desk.parts("documents", "documents.yaml"):
        entries = list(listed.members())
        desk.registered = {part.text("id") for part in entries}
        for part in desk.sound(entries):
            _enter(desk, part, language)


def _enter(desk: Desk, part: Part, language: str) -> None:
    name = part.text("id")
    if name in desk.register:
        hint = "give every piece of evidence its own id"
        desk.refuse(part.at("id").where, "duplicate-id", f"the document {name!r} is given twice", hint)
        return
    found = _file(desk, part)
    desk.register[name] = Document(
        id=name,
        title=localise(part.at("title").data, language),
        method=Method(part.data["method"]),
        grade=Grade(part.data["grade"]),
        file=part.text("file") or None,
        sha256=found.sha256 if found else None,
        size=found.size if found else None,
        dated=desk.day(part.at("dated")),
        received=desk.day(part.at("received")),
        who=part.text("who"),
        illustrative=bool(part.at("illustrative").data),
    )


def _file(desk: Desk, part: Part) -> FileOnDisk | None:
    """The file as found, compared with what the register says of it; None when it names none or was refused."""
    file, stated = part.at("file"), part.at("sha256")
    if file.data is None:
        if stated.data is not None:
            desk.refuse(stated.where, "file-missing", "a sha256 without a file", "name the file it belongs to")
        return None
    found = desk.raw.files.get(file.data)
    if found is None:
        hint = did_you_mean(file.data, desk.raw.files)
        desk.refuse(file.where, "file-missing", f"there is no file {file.data!r} in the folder", hint)
    elif stated.data is None:
        desk.refuse(file.where, "sha256-missing", f"{file.data!r} has no sha256", f"add sha256: {found.sha256}")
    elif stated.data != found.sha256:
        message = f"{file.data!r} is not the file that was registered: its sha256 is {found.sha256}"
        desk.refuse(stated.where, "sha256-differs", message, "find the original, or register the new file as such")
    return found
