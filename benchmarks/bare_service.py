"""The least a service can be: one Starlette route to save an answer and one to read 150, over sqlite3, nothing else.

No key, no version, no history, no audit log, no rules: what is above this is the price of those.
"""

import json
import sqlite3
import sys
from collections.abc import Callable, Mapping
from threading import Lock
from typing import Any

import uvicorn
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

TABLE = "CREATE TABLE IF NOT EXISTS answer (assessment TEXT, key TEXT, content TEXT, PRIMARY KEY (assessment, key))"
SAVE = "INSERT INTO answer VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET content = excluded.content"
READ = "SELECT key, content FROM answer WHERE assessment = ?"


def application(file: str) -> Starlette:
    """The two routes, on a file with the settings of ours."""
    connection = sqlite3.connect(file, isolation_level=None, check_same_thread=False)
    for statement in ("PRAGMA journal_mode=WAL", "PRAGMA synchronous=FULL", TABLE):
        connection.execute(statement)
    lock = Lock()

    def save(names: Mapping[str, str], content: Any) -> None:
        with lock:
            connection.execute("BEGIN IMMEDIATE")
            connection.execute(SAVE, (names["assessment"], names["key"], json.dumps(content)))
            connection.execute("COMMIT")

    def read(names: Mapping[str, str]) -> bytes:
        with lock:
            rows = connection.execute(READ, (names["assessment"],)).fetchall()
        return json.dumps([{"key": key, "content": json.loads(content)} for key, content in rows]).encode()

    return Starlette(routes=[_put(save), _get(read)])


def _put(save: Callable[[Mapping[str, str], Any], None]) -> Route:
    async def put(request: Request) -> Response:
        await run_in_threadpool(save, request.path_params, await request.json())
        return Response(b"{}", media_type="application/json")

    return Route("/{assessment}/{key}", put, methods=["PUT"])


def _get(read: Callable[[Mapping[str, str]], bytes]) -> Route:
    async def get(request: Request) -> Response:
        return Response(await run_in_threadpool(read, request.path_params), media_type="application/json")

    return Route("/{assessment}", get)


if __name__ == "__main__":
    uvicorn.run(application(sys.argv[1]), port=int(sys.argv[2]), log_config=None, access_log=False)
