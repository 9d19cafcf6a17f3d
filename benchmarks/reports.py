"""The learning report of a large company: its page, its CSV, its sums worked out again.

Run by benchmarks/run.py: `python -m benchmarks.reports LEARNERS COURSES`. In one process, through Django's test client
on the engine's settings and data; the page is asked for as its first reader finds it, and then warm.
"""

from __future__ import annotations

import json
import random
import resource
import statistics
import sys
import time
from datetime import timedelta
from typing import Any

import django

COHORTS, ENTITIES = 7, 5
WARM = 20
PATH = "/fr/programme/learning"


def main() -> None:
    learners, courses = (int(number) for number in sys.argv[1:])
    django.setup()
    prepare(learners, courses)
    print(json.dumps({"learners": learners, "courses": courses, **summed_up(), **measured()}))


def prepare(learners: int, courses: int) -> None:
    """People in cohorts and entities; each has been suggested most courses and has completed some."""
    from people.models import Cohort, Entity, User

    from .data import make_people

    people = make_people("reported", learners)
    User.objects.filter(pk__in=[person.pk for person in people]).update(line_manager=None)
    cohorts = [Cohort.objects.create(name=f"Promotion {n}") for n in range(COHORTS)]
    entities = [Entity.objects.create(name=f"Site {n}") for n in range(ENTITIES)]
    rng = random.Random(5)
    for person in people:
        person.cohort = rng.choices(cohorts, range(1, COHORTS + 1))[0]
        person.entity = rng.choices(entities, range(1, ENTITIES + 1))[0]
    User.objects.bulk_update(people, ["cohort", "entity"], batch_size=500)
    for key in course_keys(courses):
        facts(people, key, rng)


def course_keys(count: int) -> list[Any]:
    """The keys of so many published courses; those there are not are made."""
    from learning.models import CourseIndexPage, CoursePage

    published = CoursePage.objects.live().filter(locale__language_code="fr")
    for n in range(published.count(), count):
        index = CourseIndexPage.objects.get(locale__language_code="fr")
        index.add_child(instance=CoursePage(title=f"Cours {n}", summary="En bref.", locale=index.locale))
    return list(published.order_by("path").values_list("translation_key", flat=True)[:count])


def facts(people: list[Any], key: Any, rng: random.Random) -> None:
    """What one course knows of everybody. Written past the sums, which are worked out afterwards."""
    from django.utils import timezone

    from learning.models import Certificate, CourseCompletion, Enrolment

    now = timezone.now()
    completions, enrolments, certificates = [], [], []
    for person in people:
        if rng.random() < 0.6:
            at = now - timedelta(days=rng.randrange(700))
            own = {"user_id": person.pk, "course_key": key}
            completions.append(CourseCompletion(**own, completed_at=at))
            ends = at + timedelta(days=760)
            renewable = ends - timedelta(days=60)
            row = Certificate(**own, issued_at=at, expires_at=ends, renewable_at=renewable)
            certificates.append(row)
        else:
            due_on = (now + timedelta(days=rng.randrange(-30, 90))).date()
            enrolments.append(Enrolment(learner_id=person.pk, course_key=key, due_on=due_on))
    for model, rows in ((CourseCompletion, completions), (Enrolment, enrolments), (Certificate, certificates)):
        model._base_manager.bulk_create(rows, batch_size=1000)


def summed_up() -> dict[str, Any]:
    """Work all the sums out, and once more to see that nothing differs."""
    from django.db import connection

    from learning import actions

    started = time.perf_counter()
    found = len(actions.rebuild_learning_summary())
    first = time.perf_counter()
    if actions.rebuild_learning_summary():
        raise RuntimeError("the sums differ from the facts")
    again = time.perf_counter() - first
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return {"sums": found, "rebuild_s": first - started, "check_s": again}


def measured() -> dict[str, Any]:
    """The page and the exports of a programme manager."""
    from django.core.cache import cache
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client = reader()
    cache.clear()
    cold = timed(lambda: taken(client, f"{PATH}/"))
    times = [timed(lambda: taken(client, f"{PATH}/")) for _ in range(WARM)]
    with CaptureQueriesContext(
        connection,
    ) as statements:
        taken(client, f"{PATH}/")
    before = peak()
    csv = timed(lambda: taken(client, f"{PATH}.csv"))
    xlsx = timed(lambda: taken(client, f"{PATH}.xlsx"))
    return {
        "cold_ms": cold * 1000,
        "page_ms": statistics.median(times) * 1000,
        "page_worst_ms": max(times) * 1000,
        "statements": len(statements),
        "csv_s": csv,
        "xlsx_s": xlsx,
        "export_mb": peak() - before,
        "process_mb": peak(),
    }


def reader() -> Any:
    from django.conf import settings
    from django.contrib.auth.models import Group
    from django.test import Client

    from people import roles

    from .data import make_people

    (manager,) = make_people("reader", 1)
    Group.objects.get(name=roles.PROGRAMME_MANAGER).user_set.add(manager)
    secure = {"wsgi.url_scheme": "https"} if settings.SECURE_SSL_REDIRECT else {}
    client = Client(SERVER_NAME=next((h for h in settings.ALLOWED_HOSTS if h.strip("*")), "localhost"), **secure)
    client.force_login(manager)
    return client


def taken(client: Any, path: str) -> int:
    """Ask, and read to the end without keeping it. Out: how many bytes. Raises RuntimeError on any other answer."""
    response = client.get(path)
    if response.status_code != 200:
        raise RuntimeError(f"{path}: {response.status_code}")
    return sum(map(len, response.streaming_content)) if response.streaming else len(response.content)


def timed(act: Any) -> float:
    started = time.perf_counter()
    act()
    return time.perf_counter() - started


def peak() -> float:
    """The most memory the process has had, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    main()
