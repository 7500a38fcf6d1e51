"""The audit log of an organisation: read, and proved to be whole."""

from fastapi import APIRouter
from starlette.responses import Response

from bsc_audit.app.service.audit_log import LogQuery, prove, read_log
from bsc_audit.app.service.ports import Work
from bsc_audit.app.service.principal import Principal
from bsc_audit.web.admin import admin_page
from bsc_audit.web.call import InForm, InView, PageCall

router = APIRouter(prefix="/o/{org}/admin/log")
A_PAGE = 100


@router.get("")
def admin_log_page(call: InView, org: str) -> Response:
    """Who did what to what, and when; the newest page first, unless a number is asked for."""
    return _page(call, org, proved=False)


@router.post("/proof")
def log_proved_done(call: InForm, org: str) -> Response:
    """Recompute the whole chain now."""
    call.enter(org, "prove_audit_log").demand_whole()
    return _page(call, org, proved=True)


def _page(call: PageCall, org: str, *, proved: bool) -> Response:
    asked = call.request.query_params
    actor, target, after = (asked.get(name, "").strip()[:200] for name in ("actor", "target", "after"))

    def use(work: Work, who: Principal) -> Response:
        head = work.audit.head()
        newest = max(0, head.seq - A_PAGE) if not (actor or target) else 0
        start = int(after) if after.isascii() and after.isdigit() and len(after) < 12 else newest
        found = read_log(work, who, LogQuery(after=start, limit=A_PAGE, actor=actor or None, target=target or None))
        names = call.names(org, [one.event.actor for one in found.entries])
        about = {
            "entries": list(reversed(found.entries)),
            "more": found.more,
            "last": found.entries[-1].seq if found.entries else 0,
            "first": found.entries[0].seq if found.entries else 0,
            "earlier": max(0, start - A_PAGE),
            "start": start,
            "head": head,
            "names": names,
            "actors": sorted(((key, name) for key, name in call.names(org).items() if key), key=lambda one: one[1]),
            "actor": actor,
            "target": target,
            "proof": prove(work.audit, org) if proved else None,
        }
        return admin_page(call, "log", "admin/log", about)

    return call.read(org, "list_audit_log", use)
