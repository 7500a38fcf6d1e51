"""Use cases of the brand: whose name, logo, colours and legal text the reports of an organisation are shown in."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from bsc_audit.app.service.brand_pack import BrandPack, opened, packed
from bsc_audit.app.service.fresh import fresh
from bsc_audit.app.service.model.brand import Brand
from bsc_audit.app.service.model.stored import Json
from bsc_audit.app.service.ports import BlobStore, Ids, UnitOfWork, Work
from bsc_audit.app.service.principal import Principal
from bsc_audit.app.service.refusals import Flaw, Invalid, NotFound, StaleVersion
from bsc_audit.app.service.report_making import ReportOffer
from bsc_audit.app.service.trail import note
from bsc_audit.core.problems import Problem

Logos = Mapping[str, bytes]  # by the ground they are for: light, dark
LOGO = "logo"


@dataclass(frozen=True, slots=True, kw_only=True)
class BrandDesk:
    """What it takes to store a brand."""

    ids: Ids
    blobs: BlobStore
    offer: ReportOffer


def own_brand(work: Work, who: Principal) -> Brand | None:
    """The organisation's own brand; None where it has none.

    Raises:
        Forbidden: not this principal's.
        NotFound: the principal belongs to a part of the organisation.
    """
    who.demand("get_brand")
    who.demand_whole()
    return work.brands.one(org_id=work.org_id)


def put_brand(work: Work, desk: BrandDesk, who: Principal, content: Json, logos: Logos, *, expected: int) -> Brand:
    """Store the brand, checked against every template of the installation.

    Args:
        work: of the organisation.
        desk: what it takes.
        who: stores it.
        content: as brand.yaml has it, without `logo`.
        logos: SVG, PNG or JPEG.
        expected: version that was seen; 0 where there was none.

    Raises:
        Invalid: a text, colour or picture cannot be used; for a colour with the nearest shade that can.
        StaleVersion: somebody changed it in between.
    """
    who.demand("put_brand")
    before = own_brand(work, who)
    if expected != (before.version if before else 0):
        raise StaleVersion("the brand was changed in between")
    pack = _pack(content, logos)
    file = packed(pack)
    _refuse(desk.offer.check_brand(file))
    told: dict[str, Any] = {"content": pack.content, "sha256": desk.blobs.put([file]).sha256, "actor": who.actor}
    if before is None:
        after = work.brands.add(Brand(**fresh(desk.ids, work.now), org_id=work.org_id, **told))
    else:
        after = work.brands.replace(replace(before, **told), expected=expected)
    note(work.audit, who, "put_brand", before=before, after=after)
    return after


def remove_brand(work: Work, who: Principal, *, expected: int) -> None:
    """Forget the brand: reports ordered from now on are shown in the consultancy's or the installation's.

    Raises:
        NotFound: there is none.
        StaleVersion: somebody changed it in between.
    """
    who.demand("remove_brand")
    before = own_brand(work, who)
    if before is None:
        raise NotFound("the organisation has no brand of its own")
    work.brands.remove(before.id, expected=expected)
    note(work.audit, who, "remove_brand", before=before)


def logos_of(blobs: BlobStore, brand: Brand) -> Logos:
    """The stored pictures of a brand."""
    files = opened(blobs.get(brand.sha256)).files
    return {ground: files[name] for ground, name in brand.content.get(LOGO, {}).items()}


def worn_brand(units: UnitOfWork, org_id: str) -> str | None:
    """SHA-256 of the pack an organisation's reports are shown in: its own, else its consultancy's.

    None means the installation's own look. Opens a transaction: never to be called inside another.
    """
    with units.installation() as installation:
        own = installation.brands.one(org_id=org_id)
        here = installation.organisations.find(org_id)
        parent = here.parent_id if here else None
        worn = own or (installation.brands.one(org_id=parent) if parent else None)
    return worn.sha256 if worn else None


def logo_suffix(content: bytes) -> str:
    """What a picture looks like by its first bytes; whether it is one is said when it is read."""
    if content.startswith(b"\x89PNG"):
        return "png"
    return "jpg" if content.startswith(b"\xff\xd8") else "svg"


def _pack(content: Json, logos: Logos) -> BrandPack:
    names = {ground: f"logo-{ground}.{logo_suffix(logo)}" for ground, logo in logos.items()}
    files = {names[ground]: logo for ground, logo in logos.items()}
    return BrandPack(content={**content, **({LOGO: names} if names else {})}, files=files)


def _refuse(problems: tuple[Problem, ...]) -> None:
    if problems:
        flaws = tuple(_flaws(problems))
        raise Invalid(flaws[0].detail, flaws=flaws)


def _flaws(problems: tuple[Problem, ...]) -> Iterator[Flaw]:
    """One for each field and way to mend it: a colour may be wrong in fifteen places for one reason."""
    alike: dict[tuple[str, str, str], list[str]] = {}
    for one in problems:
        alike.setdefault((_pointer(one.field), one.code, one.hint), []).append(one.message)
    for (pointer, code, hint), said in alike.items():
        more = [f"and {len(said) - MOST_SAID} more like it"] if len(said) > MOST_SAID else []
        yield Flaw(pointer=pointer, code=code, detail="; ".join([*said[:MOST_SAID], *more, *([hint] if hint else [])]))


def _pointer(field: str) -> str:
    """The field of a form: a list is one field."""
    head, _, last = field.rpartition("/")
    return f"/{head if last.isdigit() else field}"


MOST_SAID = 2  # places a colour is told to be wrong in
