"""Killing the worker in the middle of a seal: what the embedded and the services tests share.

The functions of the second half run inside the application, through `manage.py shell`, with its own settings.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from pathlib import Path
from typing import Any, Protocol

from .databases import ROOT

WORKING = "SELECT agreement_id, stored_key FROM charter_sealjob WHERE work_state = 'working'"
LEFT = "SELECT count(*) FROM charter_sealjob WHERE work_state <> 'done'"
# The worker has taken a job; it is at work on it; it has written down the name of the file it is about to store.
MOMENTS = ("taken", "half way", "about to store")


class App(Protocol):
    """What both running applications offer."""

    env: dict[str, str]

    def start(self, name: str) -> Any: ...
    def kill(self, name: str) -> None: ...
    def rows(self, sql: str) -> list[tuple[object, ...]]: ...


def inside(app: App, call: str) -> Any:
    """What a function of this module returns when the application runs it."""
    code = f"import json; from tests import kills; print('\\n' + json.dumps(kills.{call}))"
    done = subprocess.run([sys.executable, "manage.py", "shell", "-v0", "-c", code], cwd=ROOT, env=app.env,
                          capture_output=True, text=True, timeout=120)  # fmt: skip
    assert done.returncode == 0, done.stderr[-3000:]
    return json.loads(done.stdout.splitlines()[-1])


def interrupt(app: App, moment: str, seconds: float = 60) -> set[object]:
    """Start the worker and kill it while it works. Out: the agreements it left in the middle, perhaps none."""
    app.start("worker")
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        rows = app.rows(WORKING)
        if rows and (moment != "about to store" or any(key for _, key in rows)):
            break
        time.sleep(0.002)
    else:
        raise AssertionError("the worker took no job")
    if moment == "half way":
        time.sleep(0.15)
    app.kill("worker")
    return {agreement for agreement, _ in app.rows(WORKING)}


def wait_until_nothing_is_left(app: App, seconds: float = 180) -> None:
    deadline = time.monotonic() + seconds
    while app.rows(LEFT) != [(0,)]:
        jobs = "SELECT agreement_id, work_state, attempts, error FROM charter_sealjob WHERE work_state <> 'done'"
        assert time.monotonic() < deadline, app.rows(jobs)
        time.sleep(0.2)


def check_one_file_each(app: App, agreements: set[object], private: Path) -> None:
    """One row, one file on disk, in force, admitted by the same door as any other file."""
    wait_until_nothing_is_left(app)
    found = inside(app, "sealed_files()")
    assert agreements <= {row["agreement"] for row in found}
    assert [row for row in found if row["state"] != "active" or row["refused"]] == []
    assert len({row["agreement"] for row in found}) == len(found)
    on_disk = [path.name for path in private.rglob("*") if path.is_file()]
    assert sorted(on_disk) == sorted(row["key"] for row in found)


def check_kills(app: App, private: Path, signers: int = 6) -> None:
    """Kill at each moment, start again: exactly one file for each agreement, whatever was left behind."""
    agreements = set(inside(app, f"sign_by({signers})"))
    interrupted: set[object] = set()
    for moment in MOMENTS:
        interrupted |= interrupt(app, moment)
    assert interrupted, "every kill came between two jobs: nothing was proved"
    inside(app, "run_leases_out()")
    app.start("worker")
    check_one_file_each(app, agreements | interrupted, private)


# --- Inside the application ----------------------------------------------------------------------------------------


def sign_by(count: int) -> list[int]:
    """That many new people who passed the core path sign the charter in force. Out: the agreements' ids."""
    from charter import queries

    if queries.current_version() is None:
        _publish()
    return [_sign(person) for person in _people(count)]


def _publish() -> None:
    from django.contrib.auth.models import Group

    from charter.actions import publish_version
    from charter.evidence import Circumstances
    from people import roles
    from people.models import User

    from .factories.charter import fill_company

    fill_company()
    hr = User.objects.create(email="hr@example.com", first_name="Hélène", last_name="Roussel")
    hr.groups.set(Group.objects.filter(name=roles.HR))
    publish_version(by=hr, capacity="DRH", circumstances=Circumstances.without_request(hr))


def _people(count: int) -> list[Any]:
    from learning.models import CourseCompletion, CoursePage
    from people.actions import join_programme
    from people.models import User

    keys = set(CoursePage.objects.filter(is_core=True).values_list("translation_key", flat=True))
    first = User.objects.count()
    people = [
        User.objects.create(email=f"signer{n}@example.com", first_name="Dominique", last_name=f"Durand{n}")
        for n in range(first, first + count)
    ]
    for person in people:
        join_programme(user=person, by=person)
        CourseCompletion.objects.bulk_create(CourseCompletion(user=person, course_key=key) for key in keys)
    return people


def _sign(person: Any) -> int:
    import uuid

    from charter import actions, queries
    from charter.evidence import Circumstances

    version = queries.current_version()
    assert version is not None
    text = version.text_in("fr")
    agreement = actions.sign(
        user=person,
        by=person,
        language="fr",
        shown_sha256=queries.body_sha256(text, person),
        statements=[statement["key"] for statement in text.clauses["statements"]],
        typed_name=person.display_name,
        circumstances=Circumstances.without_request(person),
        client_token=uuid.uuid4(),
    )
    return int(agreement.pk)


def run_leases_out() -> int:
    """What 45 seconds of waiting would do."""
    from datetime import timedelta

    from django.utils import timezone

    from charter.models import SealJob

    past = timezone.now() - timedelta(seconds=1)
    return SealJob.objects.filter(work_state=SealJob.WORKING).update(lease_until=past)


def sealed_files() -> list[dict[str, Any]]:
    """Every file of the register: its agreement, the agreement's state, and why the door refuses it, if it does."""
    from charter.models import SealedFile

    files = SealedFile.objects.select_related("agreement")
    return [
        {"agreement": f.agreement_id, "state": f.agreement.state, "key": f.storage_key, "refused": _refusal(f)}
        for f in files
    ]


def _refusal(file: Any) -> str:
    from charter import queries, sealing

    try:
        sealing.accept(file.agreement.document_id, queries.read_sealed_file(file))
    except Exception as error:  # noqa: BLE001 - the test reports any reason
        return repr(error)
    return ""
