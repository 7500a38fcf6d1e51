"""A brand the service stored, as the folder `read` takes a brand from."""

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from bsc_audit.app.service.brand_pack import opened
from bsc_audit.core.problems import Problem
from bsc_audit.render.brand.read import FILE, read_brand


@contextmanager
def brand_folder(pack: bytes | None) -> Iterator[Path | None]:
    """A folder with brand.yaml and its files, gone after the block; None for no brand.

    Names of files are the service's own words, never a client's.
    """
    if pack is None:
        yield None
        return
    brand = opened(pack)
    with TemporaryDirectory(prefix="bsc-brand-") as place:
        folder = Path(place)
        # JSON is YAML, too
        (folder / FILE).write_text(json.dumps(brand.content, ensure_ascii=False, indent=1), encoding="utf-8")
        for name, content in brand.files.items():
            (folder / name).write_bytes(content)
        yield folder


def brand_problems(pack: bytes, looks: Sequence[Mapping[str, Any]]) -> tuple[Problem, ...]:
    """What is wrong with a stored brand beside the colours of each template; the same fault is told once."""
    with brand_folder(pack) as folder:
        assert folder is not None
        found = [problem for look in looks for problem in read_brand(folder, look)[1]]
    return tuple({(one.field, one.message): one for one in found}.values())
