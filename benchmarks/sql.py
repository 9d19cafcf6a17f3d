"""Statements per page, counted through Django's test client on the same data and settings as the load.

Run by benchmarks/run.py: `python -m benchmarks.sql SCENE.json CASE ...`. Prints {case: {step: [reads, writes]}}.
BEGIN, COMMIT and savepoints are not counted: they carry no question to the database.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import Any

import django

from .cases import Case, Item, Scene, named
from .load import Answer, Ask, check, drive

_control = re.compile(r"(BEGIN|COMMIT|ROLLBACK|SAVEPOINT|RELEASE)\b", re.IGNORECASE)
_read = re.compile(r"\(*\s*(SELECT|WITH)\b", re.IGNORECASE)


def main() -> None:
    scene_path, *names = sys.argv[1:]
    scene = json.loads(Path(scene_path).read_text())
    django.setup()
    print(json.dumps({case.name: count(case, scene) for case in named(names)}))


def count(case: Case, scene: Scene) -> dict[str, list[int]]:
    """Run a case twice (the first time fills the caches) and count the second. Out: step -> [reads, writes]."""
    items = case.for_counting(scene)
    warm, measured = items[max(0, len(items) - 2)], items[-1]
    perform(case, scene, warm, {})
    statements: dict[str, list[str]] = {}
    perform(case, scene, measured, statements)
    return {step: tally(found) for step, found in statements.items()}


def perform(
    case: Case,
    scene: Scene,
    item: Item,
    statements: dict[str, list[str]],
    watch: Callable[[], AbstractContextManager[Any]] = nullcontext,
) -> None:
    """One flow, as the browser of `item`'s person, whose session is in the cache already. `watch`: around each request."""
    client, headers = browser(scene, item.session)
    client.get("/fr/", headers=headers)

    def ask(wanted: Ask) -> Answer:
        script = {"HX-Request": "true"} if wanted.by_script else {}
        with watch():
            answer, found = answered(client, {**headers, **script}, wanted, scene["csrf_token"])
        if wanted.step:
            statements.setdefault(wanted.step, []).extend(found)
        check(wanted, answer)
        return answer

    drive(case.flow(scene, item), ask)


def browser(scene: Scene, session: str) -> tuple[Any, dict[str, str]]:
    """A test client that sends what the load client sends."""
    from django.test import Client

    client = Client()
    if session:
        session_name, csrf_name = scene["cookie_names"]
        client.cookies[session_name] = session
        client.cookies[csrf_name] = scene["csrf_token"]
    return client, {**scene["headers"], "Accept-Language": "fr"}


def answered(client: Any, headers: dict[str, str], ask: Ask, csrf_token: str) -> tuple[Answer, list[str]]:
    """Ask, and catch the statements."""
    from urllib.parse import urlencode

    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as captured:
        if ask.method == "POST":
            body = urlencode([*ask.form, ("csrfmiddlewaretoken", csrf_token)])
            form = "application/x-www-form-urlencoded"
            response = client.post(ask.path, data=body, content_type=form, headers=headers)
        else:
            response = client.get(ask.path, headers=headers)
    location = response.headers.get("Location", "")
    return Answer(response.status_code, location, response.content), [query["sql"] for query in captured]


def tally(statements: list[str]) -> list[int]:
    """[reads, writes]"""
    real = [sql for sql in statements if not _control.match(sql.lstrip())]
    reads = sum(bool(_read.match(sql)) for sql in real)
    return [reads, len(real) - reads]


if __name__ == "__main__":
    main()
