"""Templates as programs: each text is made into one once a process, however many packs are filled from it."""

from pathlib import Path
from types import CodeType

from jinja2 import BytecodeCache, Environment
from jinja2.bccache import Bucket

MOST = 500  # texts kept; five times what is shipped


class Compiled(BytecodeCache):
    """Programs by name and text of the template, so that a changed file is made into another."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, str], CodeType | None] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Give the program, if there is one."""
        bucket.code = self._known.get((bucket.key, bucket.checksum))

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep a program."""
        if len(self._known) >= MOST:
            self._known.clear()
        self._known[bucket.key, bucket.checksum] = bucket.code


COMPILED = Compiled()


def compile_parts(environment: Environment, folder: Path) -> None:
    """Make every part in a folder of templates into a program ahead of time."""
    for file in sorted(folder.rglob("*.j2")):
        environment.get_template(file.relative_to(folder).as_posix())
