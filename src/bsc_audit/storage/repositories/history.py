"""Former versions of values whose noun keeps its history."""

from collections.abc import Sequence
from typing import TypeVar

from sqlalchemy import select
from sqlmodel import col

from bsc_audit.app.service.model.nouns import owner
from bsc_audit.app.service.model.stored import Stored
from bsc_audit.storage.repositories.context import Context
from bsc_audit.storage.repositories.plan import Plan
from bsc_audit.storage.tables.history import ItemVersionRow

T = TypeVar("T", bound=Stored)


def keep_versions(context: Context, plan: Plan[T], items: Sequence[T]) -> None:
    """Keep values, as they are now, in their histories."""
    if not plan.noun.keeps_history:
        return
    rows = [
        {
            "org_id": owner(item, context.org_id),
            "noun": plan.noun.name,
            "item_id": item.id,
            "version": item.version,
            "at": item.updated_at,
            "content": plan.frozen(item),
        }
        for item in items
    ]
    context.session.insert(ItemVersionRow, rows)


def versions(context: Context, plan: Plan[T], item_id: str) -> tuple[T, ...]:
    """Every version of a value, the first one first; empty when there was none."""
    noun, item, version = col(ItemVersionRow.noun), col(ItemVersionRow.item_id), col(ItemVersionRow.version)
    query = select(col(ItemVersionRow.content)).where(noun == plan.noun.name, item == item_id).order_by(version)
    return tuple(plan.thawed(content) for (content,) in context.session.execute(query))
