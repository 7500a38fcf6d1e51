"""Every operation as its route says it: address, name and query; what a start needs without the whole description."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from inspect import isclass

from fastapi import APIRouter
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute
from pydantic import BaseModel

from bsc_audit.api.table import PREFIX, UNVERSIONED, VERSIONED


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """One method of one address.

    Attributes:
        path: with parameters in braces.
        method: in capitals.
        name: of the route's function, by which the permission table knows it.
        query: names of the parameters it takes behind the question mark.
    """

    path: str
    method: str
    name: str
    query: frozenset[str]


@cache
def operations_of_routes() -> tuple[Operation, ...]:
    """All operations that the description describes; making that takes a second, this a few milliseconds."""
    return tuple(
        Operation(path=prefix + route.path, method=method, name=route.name, query=frozenset(_query(route.dependant)))
        for prefix, routers in ((PREFIX, VERSIONED), ("", UNVERSIONED))
        for router in routers
        for route in _described(router)
        for method in sorted(route.methods or ())
    )


def _described(router: APIRouter) -> Iterator[APIRoute]:
    return (route for route in router.routes if isinstance(route, APIRoute) and route.include_in_schema)


def _query(asked: Dependant) -> Iterator[str]:
    """Names of what a function and all it depends on take from the query; a model there stands for its fields."""
    for field in asked.query_params:
        kind = field.field_info.annotation
        if isclass(kind) and issubclass(kind, BaseModel):
            yield from (one.alias or name for name, one in kind.model_fields.items())
        else:
            yield field.alias
    for below in asked.dependencies:
        yield from _query(below)
