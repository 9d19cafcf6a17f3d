"""Claims: the whole action by sixteen coaches at once, beside the same transaction written in SQL by hand.

Run by benchmarks/run.py on PostgreSQL: `python -m benchmarks.claims SECONDS`. Eight processes of two threads each take the
next unclaimed request; a request is offered once, and afterwards each must have exactly one owner and one line of its
own in the thread and in the audit trail.
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any

import django

from .load import percentile
from .together import context, side_by_side

PROCESSES, THREADS = 8, 2
OFFERED_PER_SECOND = 1500
Claim = Callable[[int], None]


def main() -> None:
    seconds = float(sys.argv[1])
    django.setup()
    coaches, requests = prepare(int(seconds * OFFERED_PER_SECOND) * 2)
    check_same_effect(coaches, requests[:2])
    middle = len(requests) // 2
    results = {
        "action": race(by_action, coaches, requests[2:middle], seconds),
        "hand": race(by_hand, coaches, requests[middle:], seconds),
    }
    print(json.dumps(results))


def prepare(count: int) -> tuple[list[int], list[int]]:
    """Unclaimed requests for both halves. Out: ids of coaches and of requests."""
    from coaching.models import CoachingRequest
    from people import roles
    from people.models import User

    from .data import open_requests

    coaches = list(User.objects.filter(groups__name=roles.COACH, email__endswith="@bench.example"))[
        : PROCESSES * THREADS
    ]
    learners = list(User.objects.filter(email__startswith="learner", email__endswith="@bench.example"))
    last = CoachingRequest.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    open_requests(learners, coaches, count * 10 // 7)
    free = CoachingRequest.objects.filter(state="new", restricted=False, pk__gt=last).order_by("pk")
    return [coach.pk for coach in coaches], list(free.values_list("pk", flat=True))


def by_action(coach_id: int) -> Claim:
    """The action as the view calls it, with the person freshly loaded: their roles are not known yet."""
    from django.db import connection

    from coaching import actions
    from coaching.models import CoachingRequest
    from people.models import User

    connection.ensure_connection()
    coach = User.objects.get(pk=coach_id)

    def claim(request_id: int) -> None:
        coach.__dict__.pop("role_names", None)
        actions.claim_request(request=CoachingRequest(pk=request_id), by=coach)

    return claim


def by_hand(coach_id: int) -> Claim:
    """What the action asks of the database, statement by statement, without an ORM in between."""
    import psycopg

    connection = psycopg.connect(os.environ["DATABASE_URL"], autocommit=True)

    def claim(request_id: int) -> None:
        with connection.transaction():
            for statement in STATEMENTS:
                cursor = connection.execute(
                    statement, {"request": request_id, "coach": coach_id, "id": str(request_id)}
                )
                if cursor.rowcount != 1:
                    raise AssertionError(f"{cursor.rowcount} rows: {statement}")

    return claim


STATEMENTS = (
    """SELECT r.id, r.state, r.restricted, r.requester_id, r.assignee_id, r.version, u.line_manager_id
       FROM coaching_coachingrequest r JOIN people_user u ON u.id = r.requester_id WHERE r.id = %(request)s""",
    """SELECT g.name FROM auth_group g JOIN people_user_groups m ON m.group_id = g.id WHERE m.user_id = %(coach)s""",
    """UPDATE coaching_coachingrequest SET state = 'claimed', assignee_id = %(coach)s, claimed_at = now(),
       version = version + 1 WHERE id = %(request)s AND state = 'new' AND assignee_id IS NULL""",
    """SELECT state, assignee_id, claimed_at, version FROM coaching_coachingrequest WHERE id = %(request)s""",
    """INSERT INTO core_auditevent (at, action, actor_id, target_type, target_id, data)
       VALUES (now(), 'coaching.request.claim', %(coach)s, 'coaching.coachingrequest', %(id)s, '{}') RETURNING id""",
    """INSERT INTO coaching_message (request_id, author_id, visibility, event, body, request_version, token, created_at)
       VALUES (%(request)s, %(coach)s, 'public', 'claim', '', 1, gen_random_uuid(), now()) RETURNING id""",
)


def check_same_effect(coaches: Sequence[int], requests: Sequence[int]) -> None:
    """Both ways must leave the same rows, or the comparison compares nothing. Raises AssertionError."""
    effects = []
    for way, request_id in zip((by_action, by_hand), requests, strict=True):
        before = row_counts()
        way(coaches[0])(request_id)
        after = row_counts()
        effects.append(({table: after[table] - before[table] for table in after}, state_of(request_id)))
    if effects[0] != effects[1]:
        raise AssertionError(f"the action and the hand-written transaction differ: {effects}")


def row_counts() -> dict[str, int]:
    from django.apps import apps

    return {model._meta.db_table: model._base_manager.count() for model in apps.get_models() if model._meta.managed}


def state_of(request_id: int) -> dict[str, Any]:
    from coaching.models import CoachingRequest, Message
    from core.models import AuditEvent

    line = (
        Message.objects.filter(request=request_id)
        .order_by("-pk")
        .values("author", "visibility", "event", "body", "request_version")
    )
    event = AuditEvent.objects.filter(target_id=str(request_id)).values("action", "actor", "target_type", "data")
    row = CoachingRequest.objects.filter(pk=request_id).values("state", "assignee", "version")
    return {"line": line[0], "event": event.last(), "row": row[0]}


def race(
    way: Callable[[int], Claim], coaches: Sequence[int], requests: Sequence[int], seconds: float
) -> dict[str, float]:
    """All coaches at once, for so many seconds or until nothing is left. Out: claims a second, times, doubles."""
    from django.db import connections

    connections.close_all()
    following = context.Value("l", 0)
    teams = [coaches[n * THREADS : (n + 1) * THREADS] for n in range(PROCESSES)]
    jobs = [partial(_team, way, team, requests, seconds, following) for team in teams]
    with side_by_side(jobs, parties=PROCESSES * THREADS) as (_, reports):
        done = [one for team in reports(seconds + 120) for one in team]
    times = [spent for _, spent_times in done for spent in spent_times]
    return {
        "claims": len(times),
        "rate": len(times) / max(elapsed for elapsed, _ in done),
        "p50": percentile(times, 50) * 1000,
        "p95": percentile(times, 95) * 1000,
        "doubles": doubles(requests[: len(times)]),
    }


def _team(
    way: Callable[[int], Claim],
    team: Sequence[int],
    requests: Sequence[int],
    seconds: float,
    following: Any,
    barrier: Any,
) -> list[tuple[float, list[float]]]:
    """The threads of one process."""
    with ThreadPoolExecutor(len(team)) as pool:
        return list(pool.map(lambda coach: _coach(way(coach), _offered(requests, following), seconds, barrier), team))


def _offered(requests: Sequence[int], following: Any) -> Iterator[int]:
    """The next request that nobody was offered yet."""
    while True:
        with following.get_lock():
            n = following.value
            following.value += 1
        if n >= len(requests):
            return
        yield requests[n]


def _coach(claim: Claim, offered: Iterator[int], seconds: float, barrier: Any) -> tuple[float, list[float]]:
    barrier.wait(60)
    started, times = time.perf_counter(), []
    for request_id in offered:
        begun = time.perf_counter()
        claim(request_id)
        now = time.perf_counter()
        times.append(now - begun)
        if now - started > seconds:
            break
    return time.perf_counter() - started, times


def doubles(requests: Sequence[int]) -> int:
    """How many of these have not exactly one owner who is the author of the one line that says so."""
    from django.db.models import Count, F, Q

    from coaching.models import CoachingRequest

    said = Count("messages", filter=Q(messages__event="claim"))
    same = Count("messages", filter=Q(messages__event="claim", messages__author=F("assignee")))
    rows = CoachingRequest.objects.filter(pk__in=requests, state="claimed").annotate(said=said, same=same)
    return len(requests) - rows.filter(said=1, same=1).count()


if __name__ == "__main__":
    main()
