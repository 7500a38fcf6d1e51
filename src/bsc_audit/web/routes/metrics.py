"""What is measured: every metric of the ruleset with its latest value; one metric over time; its target."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import quote

from fastapi import APIRouter
from starlette.responses import Response

from bsc_audit.app.service import metrics, targets
from bsc_audit.app.service.disclosure import sees_scores
from bsc_audit.app.service.folder_metrics import metrics_of
from bsc_audit.app.service.fresh import fresh
from bsc_audit.app.service.metric_form import Formulas, Reading
from bsc_audit.app.service.model.metric import MetricPoint, Target
from bsc_audit.app.service.model.stored import Json
from bsc_audit.app.service.ports import Work
from bsc_audit.app.service.principal import Principal
from bsc_audit.app.service.refusals import NotFound, invalid
from bsc_audit.app.service.score import pinned_ruleset
from bsc_audit.core.evidence.schema import FREQUENCIES
from bsc_audit.core.metrics.table import METRIC_KINDS
from bsc_audit.core.problems import EvidenceError
from bsc_audit.core.report.chapters import MetricRow
from bsc_audit.core.ruleset.model import Indicator, Ruleset
from bsc_audit.web.call import FormCall, InForm, InView, PageCall
from bsc_audit.web.charts import charts, series_chart
from bsc_audit.web.forms import Failure
from bsc_audit.web.names import names
from bsc_audit.web.result import scored_of
from bsc_audit.web.shell import Shell, address_of, shell_of

router = APIRouter(prefix="/o/{org}/a/{assessment}/metrics")


@router.get("")
def metrics_page(call: InView, org: str, assessment: str, metric: str = "") -> Response:
    """Every metric of the ruleset: its latest value and how far that can be relied on, or that it has none."""
    if metric:
        return call.go(f"{address_of(org, assessment)}/metrics/{quote(metric, safe='')}")

    def use(work: Work, who: Principal) -> Response:
        shell = shell_of(work, who, assessment, "metrics")
        ruleset = pinned_ruleset(work, call.scores.rulesets, shell.assessment)
        try:
            report = call.shelf.report(scored_of(work, call.scores, shell.assessment))
        except EvidenceError as error:
            return call.page("result/unscored", {"shell": shell, "failure": Failure.of(error)}, status=409)
        about = {
            "shell": shell,
            "groups": report.metrics,
            "missing": report.metrics_missing,
            "scores": sees_scores(who, shell.assessment),
            "sparks": charts(report, "sparks")["sparks"] or {},
            "every": [(name, ruleset.indicators[name].title) for name in metrics_of(ruleset)],
        }
        return call.page("metrics/metrics", about)

    return call.read(org, "list_metric_points", use)


@router.get("/{metric}")
def metric_page(call: InView, org: str, assessment: str, metric: str) -> Response:
    """One metric over time, its target and baseline, and a form for another value."""
    return _page(call, org, assessment, metric)


@router.post("/{metric}")
def metric_value_done(call: InForm, org: str, assessment: str, metric: str) -> Response:
    """Store one value, typed."""

    def use(work: Work, who: Principal) -> Response:
        shell = shell_of(work, who, assessment, "metrics")
        indicator = _indicator(pinned_ruleset(work, call.scores.rulesets, shell.assessment), metric)
        outcome = metrics.put_points(work, call.wiring.ids, formulas_of(call), who, [_reading(call, indicator)])[0]
        if outcome.problems:
            raise EvidenceError(outcome.problems)
        return call.go(shell.at("metrics", metric), said="saved")

    return call.write(
        org, "put_metric_points", use, lambda failure: _page(call, org, assessment, metric, failure, about="value")
    )


@router.post("/{metric}/points/{point}/remove")
def metric_value_removed_done(call: InForm, org: str, assessment: str, metric: str, point: str) -> Response:
    """Take one value back."""

    def use(work: Work, who: Principal) -> Response:
        shell = shell_of(work, who, assessment, "metrics")
        stored = metrics.get_point(work, who, point)
        metrics.delete_point(work, who, stored, expected=call.form.version())
        return call.go(shell.at("metrics", metric), said="removed")

    return call.write(org, "delete_metric_point", use, lambda failure: _page(call, org, assessment, metric, failure))


@router.post("/{metric}/target")
def metric_target_done(call: InForm, org: str, assessment: str, metric: str) -> Response:
    """Store what the metric is steered to."""

    def use(work: Work, who: Principal) -> Response:
        shell = shell_of(work, who, assessment, "metrics")
        before = _target(work, who, metric)
        given = Target(
            **fresh(call.wiring.ids, work.now),
            metric=metric,
            variant=before.variant if before else "",
            content=_steered(call),
            actor=who.actor,
        )
        expected = call.form.version() if before else None
        targets.put_target(work, call.wiring.ids, formulas_of(call), who, before, given, expected=expected)
        return call.go(shell.at("metrics", metric), said="saved")

    return call.write(
        org, "put_target", use, lambda failure: _page(call, org, assessment, metric, failure, about="target")
    )


def formulas_of(call: PageCall) -> Formulas:
    """The rulesets that know the metrics."""
    return Formulas(call.scores.rulesets, call.compiled)


def _page(
    call: PageCall, org: str, assessment: str, metric: str, failure: Failure | None = None, *, about: str = ""
) -> Response:
    who = call.enter(org, "list_metric_points")
    with call.wiring.work.read(org) as work:
        shell = shell_of(work, who, assessment, "metrics")
        shown = _about(call, work, who, shell, metric)
    with call.wiring.work.installation() as installation:
        shown["names"] = names(installation, org, [one.actor for one in shown["points"]])
    shown |= {"failure": failure, "sent": call.form if isinstance(call, FormCall) else None, "about": about}
    return call.page("metrics/metric", shown, status=failure.status if failure else 200)


def _about(call: PageCall, work: Work, who: Principal, shell: Shell, metric: str) -> dict[str, Any]:
    ruleset = pinned_ruleset(work, call.scores.rulesets, shell.assessment)
    indicator = _indicator(ruleset, metric)
    row = _row(call, work, shell, metric)
    return {
        "shell": shell,
        "indicator": indicator,
        "scores": sees_scores(who, shell.assessment),
        "kind": METRIC_KINDS[indicator.kind],
        "row": row,
        "chart": series_chart(row) if row else None,
        "points": _points(work, who, metric),
        "units": sorted(work.units.all(), key=lambda unit: unit.name.casefold()),
        "lists": LISTS,
        "target": _target(work, who, metric) if who.unit_id is None else None,
        "frequencies": FREQUENCIES,
    }


def _row(call: PageCall, work: Work, shell: Shell, metric: str) -> MetricRow | None:
    """The metric as the report shows it; None while it has no value."""
    try:
        report = call.shelf.report(scored_of(work, call.scores, shell.assessment))
    except EvidenceError:
        return None
    return next((row for group in report.metrics for row in group.rows if row.id == metric), None)


def _points(work: Work, who: Principal, metric: str) -> Sequence[MetricPoint]:
    """Its values, the latest period first; of the whole and of every unit, where one may see the whole."""
    found = metrics.series(work, who, metric, unit_id=who.unit_id, with_below=True)
    return tuple(reversed(found))


def _target(work: Work, who: Principal, metric: str) -> Target | None:
    """What the whole organisation is steered to, by whichever formula; None while nothing is said."""
    stored = work.targets.one(unit_id=None, metric=metric)
    return targets.find_target(work, who, metric, unit_id=None, variant=stored.variant if stored else "")


def _indicator(ruleset: Ruleset, metric: str) -> Indicator:
    if metric not in metrics_of(ruleset):
        raise NotFound("the ruleset has no such metric")
    return ruleset.indicators[metric]


def _reading(call: FormCall, indicator: Indicator) -> Reading:
    form = call.form
    names_ = dict.fromkeys(
        name for one in METRIC_KINDS[indicator.kind].forms for name in (*one.fields, *one.optional) if name != "n"
    )
    typed = {name: _typed(call, name) for name in names_}
    content: dict[str, Any] = {"inputs": {name: _numbers(said, name) for name, said in typed.items() if said}}
    if form.text("n"):
        content["n"] = _number(form.text("n"), "n")
    if form.text("evidence"):
        content["evidence"] = form.text("evidence").replace(",", " ").split()
    if not form.text("period"):
        raise invalid("/period", "missing", "say of which period it is, such as 2026-09 or 2026-Q3")
    return Reading(metric=indicator.id, period=form.text("period"), unit_id=form.optional("unit_id"), content=content)


def _typed(call: FormCall, name: str) -> str:
    """What was typed for a number that several ways of giving the value ask for: in whichever it was."""
    return next(iter(call.form.texts(name)), "")


def _steered(call: FormCall) -> Json:
    form = call.form
    said: dict[str, Any] = {name: form.text(name) for name in ("owner", "every", "use") if form.text(name)}
    said |= {name: _number(form.text(name), name) for name in ("target", "baseline") if form.text(name)}
    if form.text("evidence"):
        said["evidence"] = form.text("evidence").replace(",", " ").split()
    return said


def _number(said: str, name: str) -> int | float:
    """A number as people type it: with a decimal point or comma."""
    plain = said.replace(",", ".") if said.count(",") == 1 and "." not in said else said
    try:
        return int(plain) if plain.lstrip("-").isdecimal() else float(plain)
    except ValueError:
        raise invalid(f"/{name}", "no-number", f"{said!r} is no number; write 1234 or 12.5") from None


def _numbers(said: str, name: str) -> int | float | list[int | float]:
    """One number, or a list where there are several with blanks between them, or only lists make sense."""
    found = [_number(one, name) for one in said.replace(";", " ").split()]
    return found if len(found) != 1 or name in LISTS else found[0]


LISTS = frozenset({"counts", "values", "parts", "numerators", "denominators", "weights", "item_means"})
