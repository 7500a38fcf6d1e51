"""Rulesets of an organisation: those its assessments are pinned to, and those it uploaded itself."""

from fastapi import APIRouter
from starlette.responses import Response

from bsc_audit.api.answers import Reply, shown
from bsc_audit.api.call import InChange, InGet, InPost
from bsc_audit.api.cursors import InPage, PageOf
from bsc_audit.api.schemas.ruleset_versions import RulesetTexts, RulesetVersionOut
from bsc_audit.api.schemas.rulesets import RulesetIn
from bsc_audit.app.service import ruleset_versions
from bsc_audit.app.service.ports import Work
from bsc_audit.app.service.principal import Principal
from bsc_audit.app.service.trial import pointed_files, read_given
from bsc_audit.core.problems import RulesetError

router = APIRouter(prefix="/organisations/{org}/rulesets", tags=["rulesets"])


@router.get("", response_model=PageOf[RulesetVersionOut])
def list_ruleset_versions(call: InGet, org: str, paging: InPage) -> Response:
    """Stored versions, in the order they were last changed in; those of the program are stored when first used."""

    def use(work: Work, _: Principal) -> Reply:
        name = f"rulesets {org}"
        found = work.rulesets.list(call.cursors.query(name, paging))
        return shown(call.cursors.page(name, map(RulesetVersionOut.of, found.items), found.next))

    return call.read(org, use)


@router.post("", status_code=201, response_model=RulesetVersionOut, responses={200: {"model": RulesetVersionOut}})
def upload_ruleset(call: InPost, org: str, body: RulesetIn) -> Response:
    """Store a ruleset of your own: 201 when it is new, 200 when the very same is stored; 409 for another content."""
    given = read_given(body.ruleset, body.questionnaires)

    def use(work: Work, who: Principal) -> Reply:
        try:
            made = ruleset_versions.upload_ruleset(work, call.wiring.ids, call.wiring.library, who, given)
        except RulesetError as error:
            raise pointed_files(error, body.ruleset, at="/ruleset") from error
        where = f"/v1/organisations/{org}/rulesets/{made.stored.id}"
        status = 201 if made.is_new else 200
        return shown(RulesetVersionOut.of(made.stored), status=status, version=made.stored.version, location=where)

    return call.write(org, use)


@router.get("/{ruleset}", response_model=RulesetTexts)
def get_ruleset_version(call: InGet, org: str, ruleset: str) -> Response:
    """One stored version, with its texts."""

    def use(work: Work, _: Principal) -> Reply:
        found = work.rulesets.get(ruleset)
        return shown(RulesetTexts.of(found), version=found.version)

    return call.read(org, use)


@router.delete("/{ruleset}", response_model=RulesetVersionOut)
def retire_ruleset(call: InChange, org: str, ruleset: str) -> Response:
    """No new assessment takes it; those that were begun with it go on."""

    def use(work: Work, who: Principal) -> Reply:
        stored = work.rulesets.get(ruleset)
        expected = call.expected(stored, lambda: RulesetVersionOut.of(stored))
        retired = ruleset_versions.retire_ruleset(work, who, stored, expected=expected)
        return shown(RulesetVersionOut.of(retired), version=retired.version)

    return call.write(org, use)
