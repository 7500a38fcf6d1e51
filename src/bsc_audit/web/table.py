"""Every router of the pages: a new noun is one module in `routes` and one row here."""

from fastapi import APIRouter

from bsc_audit.web.routes import (
    account,
    actions,
    decision,
    evidence,
    form,
    form_saving,
    home,
    metric_import,
    metrics,
    organisation,
    overview,
    reports,
    result,
    section_tasks,
    security,
    signing_in,
    static,
    verify,
    visits,
)

ROUTERS: tuple[APIRouter, ...] = (
    static.router,
    signing_in.router,
    verify.router,
    account.router,
    security.router,
    home.router,
    organisation.router,
    overview.router,
    section_tasks.router,
    form.router,
    form_saving.router,
    result.router,
    metrics.router,
    metric_import.router,
    evidence.router,
    visits.router,
    actions.router,
    decision.router,
    reports.router,
)
