"""The audit log of an organisation: read, its end, and the proof that it is whole."""

from typing import Annotated

from fastapi import APIRouter, Query
from starlette.responses import Response

from bsc_audit.api.absent import MAY_BE_ABSENT
from bsc_audit.api.answers import Reply, shown
from bsc_audit.api.call import InGet
from bsc_audit.api.cursors import InPage, PageOf
from bsc_audit.api.schemas.audit_log import AuditEntryOut, AuditHeadOut, AuditProofOut
from bsc_audit.app.service.audit_log import LogPage, LogQuery, prove, read_log
from bsc_audit.app.service.ports import Position, Work
from bsc_audit.app.service.principal import Principal

router = APIRouter(prefix="/organisations/{org}", tags=["audit log"])

Wanted = Annotated[str | None, Query(min_length=1, max_length=200, pattern=r"^[^\x00]*$"), MAY_BE_ABSENT]
Hash = Annotated[str | None, Query(pattern="^[0-9a-f]{64}$"), MAY_BE_ABSENT]


@router.get("/audit-log", response_model=PageOf[AuditEntryOut])
def list_audit_log(call: InGet, org: str, paging: InPage, target: Wanted = None, actor: Wanted = None) -> Response:
    """Who did what to what and when, by digests of it before and after; `updated_since` follows it as a feed."""

    def use(work: Work, who: Principal) -> Reply:
        name = f"audit-log {org} {target} {actor}"
        after = call.cursors.query(name, paging).after
        query = LogQuery(
            after=0 if after is None else int(after[1]),
            since=paging.updated_since,
            target=target,
            actor=actor,
            limit=paging.limit,
        )
        found = read_log(work, who, query)
        return shown(call.cursors.page(name, map(AuditEntryOut.of, found.entries), _position(found)))

    return call.read(org, use)


@router.get("/audit-log-head", response_model=AuditHeadOut)
def get_audit_log_head(call: InGet, org: str) -> Response:
    """The end of the chain."""

    def use(work: Work, who: Principal) -> Reply:
        who.demand_whole()
        return shown(AuditHeadOut.of(work.audit.head()))

    return call.read(org, use)


@router.get("/audit-log-proof", response_model=AuditProofOut)
def prove_audit_log(call: InGet, org: str, head: Hash = None) -> Response:
    """Recompute the whole chain; with `head`, say where an entry with this hash stands, such as a certificate's."""

    def use(work: Work, who: Principal) -> Reply:
        who.demand_whole()
        return shown(AuditProofOut.of(prove(work.audit, org, looked_for=head or "")))

    return call.read(org, use)


def _position(found: LogPage) -> Position | None:
    """Entries are numbered, so that the number of the last one is where the next page begins."""
    if not found.more:
        return None
    last = found.entries[-1]
    return last.at, str(last.seq)
