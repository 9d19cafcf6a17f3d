"""The scene: 250 people, their sessions, a queue of requests. Prints what the flows need, as JSON.

Run by benchmarks/run.py under the settings of an engine: `python -m benchmarks.data --people 250 --requests 10000`.
"""

from __future__ import annotations

import argparse
import html
import json
import random
from datetime import timedelta
from itertools import islice
from typing import Any

import django
from django.conf import settings

LINES_PER_REQUEST = 2
LINE = "Que puis-je répondre à ce commentaire ?"
COACHES = 16
MANAGERS = 8
ROWS = 25  # of a page of the queue
OPEN_ATTEMPTS = 8
BATCH = 2000


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--people", type=int, default=250)
    parser.add_argument("--requests", type=int, default=10_000)
    options = parser.parse_args()
    django.setup()
    print(json.dumps(make_scene(options.people, options.requests)))


def make_scene(people: int, requests: int) -> dict[str, Any]:
    """Write everything, and say where it is: paths in French, session keys, ids, texts that the pages must hold."""
    from django.contrib.auth.models import Group
    from django.utils import translation

    from people import roles

    company_is_known()
    learners, coaches = make_people("learner", people), make_people("coach", COACHES)
    Group.objects.get(name=roles.COACH).user_set.add(*coaches)
    managers = make_people("manager", MANAGERS)
    Group.objects.get(name=roles.PROGRAMME_MANAGER).user_set.add(*managers)
    open_requests(learners, coaches, requests)
    publish_charter()
    keys = sessions(learners)
    with translation.override("fr"):
        return {
            "learners": keys,
            "coaches": sessions(coaches),
            "managers": sessions(managers),
            **courses(learners, keys),
            **queue(coaches[0]),
        }


def company_is_known() -> None:
    """Fill in what the charter prints, where the installation has not."""
    from people.models import CompanySettings

    found = CompanySettings.load()
    for field in CompanySettings._meta.get_fields():
        if field.name.endswith("_contact") and not getattr(found, field.name):
            setattr(found, field.name, f"{field.name.removesuffix('_contact')}@example.com")
    found.save()


def make_people(kind: str, count: int) -> list[Any]:
    """Volunteers with the same password; learners report to one of the first ten learners."""
    from django.contrib.auth.hashers import make_password

    from people.models import Membership, User

    password = make_password("porte-voix-benchmark")
    made = User.objects.bulk_create(
        User(email=f"{kind}{n}@bench.example", first_name="Dominique", last_name=f"Durand{n}", password=password)
        for n in range(count)
    )
    reports = made[10:] if kind == "learner" else []
    for person in reports:
        person.line_manager = made[person.pk % 10]
    User.objects.bulk_update(reports, ["line_manager"], batch_size=500)
    Membership.objects.bulk_create(Membership(user=person) for person in made)
    return made


def sessions(users: list[Any]) -> list[str]:
    """A session each, as a sign-in leaves it. Out: the keys."""
    from importlib import import_module

    from django.utils import timezone

    store = import_module(settings.SESSION_ENGINE).SessionStore()
    backend = "django.contrib.auth.backends.ModelBackend"
    expires = timezone.now() + timedelta(days=1)
    rows = [
        store.model(
            session_key=store._get_new_session_key(),
            session_data=store.encode(
                {
                    "_auth_user_id": str(user.pk),
                    "_auth_user_backend": backend,
                    "_auth_user_hash": user.get_session_auth_hash(),
                }
            ),
            expire_date=expires,
        )
        for user in users
    ]
    store.model.objects.bulk_create(rows, batch_size=500)
    return [row.session_key for row in rows]


def open_requests(learners: list[Any], coaches: list[Any], count: int) -> None:
    """`count` open requests, seven in ten unclaimed, one in ten a crisis, each with two lines of conversation."""
    from coaching.models import CoachingRequest, Message

    rng = random.Random(11)
    rows = (request_of(n, rng, learners, coaches) for n in range(count))
    while batch := list(islice(rows, BATCH)):
        made = CoachingRequest.objects.bulk_create(batch)
        Message.objects.bulk_create(
            Message(request=row, author=row.requester, body=LINE, request_version=0)
            for row in made
            for _ in range(LINES_PER_REQUEST)
        )


def request_of(n: int, rng: random.Random, learners: list[Any], coaches: list[Any]) -> Any:
    from django.utils import timezone

    from coaching import states
    from coaching.first_aid import situation_choices
    from coaching.models import CoachingRequest
    from coaching.models.requests import CRISIS_LANE, PROGRESS_LANE

    created = timezone.now() - timedelta(minutes=n)
    values: dict[str, Any] = {
        "requester": rng.choice(learners),
        "language": "fr",
        "created_at": created,
        "due_at": created + timedelta(hours=rng.randrange(1, 400)),
    }
    if n % 10 == 0:
        level = rng.randint(1, 4)
        situation = rng.choice([key for key, _ in situation_choices()])
        values |= {"kind": "crisis", "situation": situation, "level": level}
        values |= {"priority": 5 - level, "queue_lane": CRISIS_LANE}
    else:
        values |= {"kind": "other", "subject": f"Question {n}", "priority": rng.randint(1, 4)}
        values |= {"queue_lane": PROGRESS_LANE}
    if n % 10 >= 7:
        values |= {"state": states.CLAIMED, "assignee": rng.choice(coaches), "claimed_at": created}
    return CoachingRequest(**values)


def courses(learners: list[Any], keys: list[str]) -> dict[str, Any]:
    """The longest course, every lesson, two quizzes with their answers, and attempts at one of them left open."""
    from learning.models import CoursePage, LessonPage, Quiz

    found = list(CoursePage.objects.live().filter(locale__language_code="fr", audience="everyone"))
    lessons = LessonPage.objects.live().filter(locale__language_code="fr").with_course_audience()
    lessons = lessons.filter(course_audience="everyone").order_by("path")
    quizzes = Quiz.objects.filter(live=True, locale__language_code="fr").select_related("course", "locale")
    chosen = sorted((quiz for quiz in quizzes if quiz.course), key=lambda quiz: quiz.slots.count())[-2:]
    described = [described_quiz(quiz) for quiz in chosen]
    opened = zip(learners[-OPEN_ATTEMPTS:], keys[-OPEN_ATTEMPTS:], strict=True)
    return {
        "course": described_page(max(found, key=lambda page: page.numchild)),
        "lessons": [described_page(page) for page in lessons],
        "quizzes": described,
        "open_attempts": [{**described[0], "session": key, "path": start(chosen[0], user)} for user, key in opened],
    }


def described_page(page: Any) -> dict[str, str]:
    return {"path": page.get_url_parts()[2], "title": html.escape(page.title), "key": str(page.translation_key)}


def described_quiz(quiz: Any) -> dict[str, Any]:
    """A quiz and, for each of its questions in order, the right options and another answer."""
    from learning.question_types import REGISTRY

    questions = []
    for question in quiz.published_questions():
        config = question.source().config
        right = posted(REGISTRY[question.type].solution(config))
        wrong = [option["id"] for option in config.get("options", []) if not option["is_correct"]]
        questions.append({"right": right, "wrong": wrong[:1]})
    return {"key": str(quiz.translation_key), "title": html.escape(quiz.title), "questions": questions}


def posted(answer: Any) -> list[str]:
    """An answer as a browser sends it."""
    if isinstance(answer, dict):
        return [f"{thing}={choice}" for thing, choice in answer.items()]
    return answer if isinstance(answer, list) else [str(answer)]


def start(quiz: Any, user: Any) -> str:
    """An attempt of this person's. Out: its address."""
    from learning import actions

    return str(actions.start_attempt(quiz=quiz, by=user).get_absolute_url())


def queue(coach: Any) -> dict[str, Any]:
    """The queue as a coach sees it: its address, its first rows, the unclaimed requests that are not among them."""
    from django.urls import reverse

    from coaching.models import CoachingRequest
    from coaching.models.requests import QUEUE_ORDER
    from coaching.queries import queue_rows

    rows = list(queue_rows(coach, "open").order_by(*QUEUE_ORDER)[:ROWS])
    free = CoachingRequest.objects.filter(state="new", restricted=False).exclude(pk__in=[row.pk for row in rows])
    return {
        "queue": reverse("coaching:queue"),
        "queue_rows": [row.get_absolute_url() for row in rows],
        "unclaimed": [row.get_absolute_url() for row in free.only("pk").order_by("pk")],
        "line": LINE,
    }


def publish_charter() -> None:
    """A version of the charter in force, published by somebody of HR, unless there is one."""
    from django.contrib.auth.models import Group

    from charter import actions
    from charter.evidence import Circumstances
    from charter.queries import current_version
    from people import roles

    if current_version() is None:
        (publisher,) = make_people("hr", 1)
        Group.objects.get(name=roles.HR).user_set.add(publisher)
        circumstances = Circumstances.without_request(publisher)
        actions.publish_version(
            by=publisher, capacity="Directrice des ressources humaines", circumstances=circumstances
        )


if __name__ == "__main__":
    main()
