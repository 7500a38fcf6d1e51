"""A brand as one file: what brand.yaml says and the files it names, so that one digest stands for all of it."""

import json
from base64 import b64decode, b64encode
from collections.abc import Mapping
from dataclasses import dataclass

from bsc_audit.app.service.model.stored import Json


@dataclass(frozen=True, slots=True, kw_only=True)
class BrandPack:
    """What a brand is made of."""

    content: Json  # of brand.yaml
    files: Mapping[str, bytes]  # by the names the content gives them


def packed(pack: BrandPack) -> bytes:
    """The pack as a file; equal brands give equal bytes."""
    files = {name: b64encode(content).decode() for name, content in pack.files.items()}
    told = {"brand": pack.content, "files": files}
    return json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def opened(content: bytes) -> BrandPack:
    """The pack of a file `packed` wrote."""
    told = json.loads(content)
    return BrandPack(content=told["brand"], files={name: b64decode(one) for name, one in told["files"].items()})
