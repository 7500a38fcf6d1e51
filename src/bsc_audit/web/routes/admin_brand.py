"""The brand of an organisation: whose name, logo, colours and legal text its reports are shown in."""

from base64 import b64encode
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from fastapi import APIRouter
from starlette.responses import Response

from bsc_audit.app.service.brands import (
    BrandDesk,
    Logos,
    logo_suffix,
    logos_of,
    own_brand,
    put_brand,
    remove_brand,
    worn_brand,
)
from bsc_audit.app.service.model.brand import Brand
from bsc_audit.app.service.model.stored import Json
from bsc_audit.app.service.ports import Work
from bsc_audit.app.service.principal import Principal
from bsc_audit.app.service.refusals import invalid
from bsc_audit.render.brand.read import MOST_BYTES
from bsc_audit.render.brand.schema import CONTACTS
from bsc_audit.web.admin import admin_page
from bsc_audit.web.call import FormCall, InForm, InView, PageCall
from bsc_audit.web.forms import Failure, Form

router = APIRouter(prefix="/o/{org}/admin/brand")
GROUNDS = ("light", "dark")  # a logo is for
LINES = ("name", "short", "legal")


@dataclass(frozen=True, slots=True, kw_only=True)
class Hue:
    """A colour, or a list of them, that a brand may give."""

    name: str
    label: str
    several: bool = False


@router.get("")
def admin_brand_page(call: InView, org: str) -> Response:
    """The brand as it is, or an empty form."""
    return _page(call, org)


@router.post("")
def brand_done(call: InForm, org: str) -> Response:
    """Store it."""
    desk = BrandDesk(ids=call.wiring.ids, blobs=call.wiring.blobs, offer=call.wiring.reports)

    def use(work: Work, who: Principal) -> Response:
        if not call.form.text("name"):
            raise invalid("/name", "missing", "give the full name of the body that issues the reports")
        logos = _logos(call, own_brand(work, who))
        put_brand(work, desk, who, _content(call.form), logos, expected=call.form.version())
        return call.go(f"/o/{org}/admin/brand", said="saved")

    return call.write(org, "put_brand", use, lambda failure: _page(call, org, failure))


@router.post("/removal")
def brand_removed_done(call: InForm, org: str) -> Response:
    """Forget it."""

    def use(work: Work, who: Principal) -> Response:
        remove_brand(work, who, expected=call.form.version())
        return call.go(f"/o/{org}/admin/brand", said="removed")

    return call.write(org, "remove_brand", use, lambda failure: _page(call, org, failure))


def _page(call: PageCall, org: str, failure: Failure | None = None) -> Response:
    form = call.form if isinstance(call, FormCall) and failure else None
    worn = worn_brand(call.wiring.work, org)

    def use(work: Work, who: Principal) -> Response:
        brand = own_brand(work, who)
        about = {
            "brand": brand,
            "inherited": brand is None and worn is not None,
            "version": brand.version if brand else 0,
            "typed": _typed(form, brand.content if brand else {}),
            "hues": HUES,
            "contacts": CONTACTS,
            "pictures": _pictures(call, brand),
        }
        return admin_page(call, "brand", "admin/brand", about, failure)

    return call.read(org, "get_brand", use)


def _content(form: Form) -> Json:
    """What the form says, as brand.yaml says it; what was left blank is not there."""
    said: dict[str, Any] = {name: form.text(name) for name in LINES}
    said["colours"] = _given({hue.name: _colour(form, hue) for hue in HUES})
    said["contact"] = _given({name: form.text(f"contact.{name}") for name in CONTACTS})
    said["addresses"] = [line.strip() for line in form.text("addresses").splitlines() if line.strip()]
    return _given(said)


def _given(said: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in said.items() if value}


def _colour(form: Form, hue: Hue) -> str | list[str]:
    text = form.text(f"colours.{hue.name}")
    return text.replace(",", " ").split() if hue.several else text


def _logos(call: FormCall, brand: Brand | None) -> Logos:
    """Those that were chosen now, and of the others those that are to stay.

    Raises:
        Invalid: one is larger than any logo may be.
    """
    kept = logos_of(call.wiring.blobs, brand) if brand else {}
    return {**{one: kept[one] for one in kept if not call.form.ticked(f"without.{one}")}, **dict(_chosen(call.form))}


def _chosen(form: Form) -> Iterator[tuple[str, bytes]]:
    for ground in GROUNDS:
        sent = form.file(f"logo.{ground}")
        content = sent.file.read(MOST_BYTES + 1) if sent else b""
        if len(content) > MOST_BYTES:
            raise invalid(f"/logo/{ground}", "too-large", f"the file is larger than {MOST_BYTES:,} bytes")
        if content:
            yield ground, content


def _typed(form: Form | None, stored: Json) -> Callable[[str], str]:
    """What a field shows: what was typed, else what is stored."""
    return form.text if form else lambda name: _shown(stored, name)


def _shown(stored: Json, name: str) -> str:
    value: Any = stored
    for key in name.split("."):
        value = value.get(key, "") if isinstance(value, Mapping) else ""
    if isinstance(value, list):
        return ("\n" if name == "addresses" else " ").join(value)
    return str(value)


def _pictures(call: PageCall, brand: Brand | None) -> Mapping[str, str]:
    """The stored logos as data: addresses, by ground."""
    logos = logos_of(call.wiring.blobs, brand) if brand else {}
    return {
        ground: f"data:{KINDS[logo_suffix(logo)]};base64,{b64encode(logo).decode()}" for ground, logo in logos.items()
    }


KINDS: Mapping[str, str] = MappingProxyType({"svg": "image/svg+xml", "png": "image/png", "jpg": "image/jpeg"})
HUES = (
    Hue(name="ink", label="Cover and headings"),
    Hue(name="accent", label="Small headings"),
    Hue(name="gold", label="Bar of the cover"),
    Hue(name="text", label="Text"),
    Hue(name="muted", label="Notes"),
    Hue(name="pale", label="Ground of cards"),
    Hue(name="rule", label="Lines"),
    Hue(name="good", label="Good"),
    Hue(name="fair", label="Fair"),
    Hue(name="poor", label="Poor"),
    Hue(name="bad", label="Bad"),
    Hue(name="none", label="Not assessed"),
    Hue(name="tones", label="Perspectives", several=True),
    Hue(name="lights", label="Perspectives on dark ground", several=True),
    Hue(name="heat", label="Steps of the risk map", several=True),
)
