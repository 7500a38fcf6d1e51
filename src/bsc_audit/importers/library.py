"""The library on disk: rulesets and questionnaires in folders, the user's before the packaged ones."""

from collections.abc import Iterable, Sequence
from pathlib import Path

from bsc_audit.core.documents import Document, DocumentError, parse
from bsc_audit.core.problems import Location, Problem, RulesetError

SEAL = "DIGEST"


class FolderLibrary:
    """Reads `rulesets/<id>/<version>/` and `questionnaires/<id>/<version>.yaml` below several roots.

    The first root that has an id and version wins, so that a user's folder may add to the packaged data.
    """

    def __init__(self, roots: Iterable[Path]) -> None:
        self._roots = tuple(roots)

    def rulesets(self) -> Sequence[tuple[str, str]]:
        """Every (id, version), the oldest version of each first."""
        found = (file.parent for root in self._roots for file in root.glob("rulesets/*/*/ruleset.yaml"))
        return sorted({(folder.parent.name, folder.name) for folder in found}, key=lambda one: (one[0], _order(one[1])))

    def ruleset(self, ruleset: str, version: str) -> Sequence[Document] | None:
        """The files of one ruleset but its cases; None when there is none."""
        folder = self.folder(ruleset, version)
        return None if folder is None else read_ruleset(folder)

    def cases(self, ruleset: str, version: str) -> Sequence[Document]:
        """The case files of one ruleset."""
        folder = self.folder(ruleset, version)
        return () if folder is None else read_cases(folder)

    def seal(self, ruleset: str, version: str) -> str | None:
        """The recorded digest of a published version; None while there is none."""
        folder = self.folder(ruleset, version)
        return None if folder is None else read_seal(folder)

    def questionnaires(self) -> Sequence[Document]:
        """The newest version of every questionnaire."""
        newest: dict[str, Path] = {}
        for root in self._roots:
            for file in sorted(root.glob("questionnaires/*/*.yaml"), key=_version):
                if file.parent.name not in newest or root == newest[file.parent.name].parents[2]:
                    newest[file.parent.name] = file
        return [read_yaml(file) for _, file in sorted(newest.items())]

    def folder(self, ruleset: str, version: str) -> Path | None:
        """Where one ruleset lies; None when there is none. Ids with a path in them are none."""
        if not {ruleset, version}.isdisjoint({"", ".", ".."}) or "/" in ruleset + version or "\\" in ruleset + version:
            return None
        folders = (root / "rulesets" / ruleset / version for root in self._roots)
        return next((folder for folder in folders if (folder / "ruleset.yaml").is_file()), None)


def _version(file: Path) -> tuple[int, ...]:
    return _order(file.stem)


def _order(version: str) -> tuple[int, ...]:
    """Version 1.10 comes after 1.9."""
    return tuple(int(part) for part in version.split(".") if part.isdigit())


def read_ruleset(folder: Path) -> Sequence[Document]:
    """Every file of a ruleset folder but its cases.

    Raises:
        RulesetError: a file cannot be read; every such file is named.
    """
    files = sorted([*folder.glob("*.yaml"), *folder.glob("criteria/*.yaml")])
    if not files:
        message = "there is no ruleset file here"
        raise RulesetError([Problem(code="no-ruleset", where=Location(str(folder)), message=message)])
    return read_all(files)


def read_cases(folder: Path) -> Sequence[Document]:
    """The case files of a ruleset folder.

    Raises:
        RulesetError: a file cannot be read.
    """
    return read_all(sorted(folder.glob("cases/*.yaml")))


def read_seal(folder: Path) -> str | None:
    """The digest a published version was sealed with; None while it has no seal."""
    file = folder / SEAL
    return file.read_text(encoding="utf-8").strip() if file.is_file() else None


def write_seal(folder: Path, digest: str) -> None:
    """Seal a version."""
    (folder / SEAL).write_text(digest + "\n", encoding="utf-8")


def read_all(files: Iterable[Path]) -> Sequence[Document]:
    """Several YAML files, with the problems of all of them at once.

    Raises:
        RulesetError: with every problem.
    """
    documents: list[Document] = []
    problems: list[Problem] = []
    for file in files:
        try:
            documents.append(read_yaml(file))
        except RulesetError as error:
            problems.extend(error.problems)
    if problems:
        raise RulesetError(problems)
    return documents


def read_yaml(file: Path) -> Document:
    """One YAML file.

    Raises:
        RulesetError: it is no readable UTF-8 YAML.
    """
    name = shown(file)
    try:
        return parse(file.read_text(encoding="utf-8-sig"), name)
    except UnicodeDecodeError as error:
        message = f"not UTF-8 text: byte {error.start} cannot be read"
        raise RulesetError(
            [Problem(code="not-utf-8", where=Location(name), message=message, hint="save it as UTF-8")]
        ) from error
    except OSError as error:
        message = f"cannot be opened: {error.strerror}"
        raise RulesetError([Problem(code="file-not-readable", where=Location(name), message=message)]) from error
    except DocumentError as error:
        raise RulesetError(error.problems) from error


def shown(file: Path) -> str:
    """A file's name as a user would type it from where they are."""
    try:
        return str(file.resolve().relative_to(Path.cwd()))
    except ValueError:
        return str(file)
