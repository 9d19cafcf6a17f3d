"""What the demo people have lived, made by the same actions as everybody's, each at its time."""

from __future__ import annotations

import uuid
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from django.db import transaction
from django.utils import timezone, translation

import charter.actions
import charter.queries
import coaching.actions
import learning.actions
import learning.queries
import people.actions
from charter.evidence import Circumstances
from coaching.models import CoachingRequest
from learning.models import Attempt
from learning.question_types import REGISTRY
from people.models import Membership, User

from ..demo_people import CONVERSATIONS, PUBLISHED, Conversation, Past
from .past import acting_at

NAMESPACE = uuid.UUID("0d7bb1f0-0d0c-4c5f-8c80-6a0b6d2f0c51")


def publish_charter(hr: User) -> None:
    """HR publishes the charter as it does on its page; a version that exists is left."""
    if charter.queries.current_version() is None:
        with _days_ago(PUBLISHED, hr):
            circumstances = Circumstances.without_request(hr)
            charter.actions.publish_version(
                by=hr, capacity="Directeur des ressources humaines", circumstances=circumstances
            )


@transaction.atomic
def live(past: Past, person: User, *, coach: User) -> None:
    """Live the past of one person; somebody who has ever taken part is left as they are."""
    if Membership.objects.filter(user=person).exists():
        return
    with translation.override(past.language):
        with _days_ago(past.joined, person):
            people.actions.join_programme(user=person, by=person)
        _learn(past, person)
        if past.signed:
            with _days_ago(past.signed, person):
                _sign(person)
        if past.asked:
            _ask(past, person, coach)
        if past.paused:
            with _days_ago(2, person):
                people.actions.pause_membership(user=person, by=person)


@contextmanager
def _days_ago(days: float, person: User) -> Iterator[None]:
    """That long ago, and earlier in the day by as much as suits the person: not everybody acts at the same minute."""
    earlier = timedelta(minutes=zlib.crc32(person.email.encode()) % 480 if days >= 1 else 0)
    with acting_at(timezone.now() - timedelta(days=days) - earlier):
        yield


def _learn(past: Past, person: User) -> None:
    """Read and pass the first courses, one every other day."""
    for number, course in enumerate(learning.queries.core_path(person)[: past.passed]):
        with _days_ago(past.joined - 1 - 2 * number, person):
            for lesson in course.lessons:
                page = learning.queries.published_lesson(lesson.key, person)
                if page:
                    learning.actions.complete_lesson(lesson=page, by=person)
            if course.quiz:
                _pass_quiz(course.quiz.key, person)


def _pass_quiz(key: uuid.UUID, person: User) -> None:
    quiz = learning.queries.published_quiz(key)
    if quiz is None:
        return
    attempt = learning.actions.start_attempt(quiz=quiz, by=person)
    learning.actions.save_answers(attempt=attempt, answers=_right_answers(attempt), by=person)
    learning.actions.submit_attempt(attempt=attempt, by=person)


def _right_answers(attempt: Attempt) -> list[learning.actions.GivenAnswer]:
    given = []
    for row in attempt.questions.all():
        right = REGISTRY[row.snapshot["type"]].solution(row.snapshot["config"])
        given.append(learning.actions.GivenAnswer(row.position, row.sequence, right))
    return given


def _sign(person: User) -> None:
    version = charter.queries.current_version()
    if version is None:
        return
    text = version.text_in(person.language)
    charter.actions.sign(
        user=person,
        by=person,
        language=text.language,
        shown_sha256=charter.queries.body_sha256(text, person),
        statements=[statement["key"] for statement in text.clauses["statements"]],
        typed_name=person.display_name,
        circumstances=Circumstances.without_request(person),
        client_token=_token(person, "sign"),
    )


def _ask(past: Past, person: User, coach: User) -> None:
    words = CONVERSATIONS[(past.asked, past.language)]
    token = _token(person, "ask")
    with _days_ago(past.asked_on, person):
        request = coaching.actions.open_request(
            by=person, kind=past.asked, answers=words.answers, token=token, language=past.language
        )
    if past.resolved:
        _converse(request, words, person, coach, past.asked_on)


def _converse(request: CoachingRequest, words: Conversation, person: User, coach: User, days: float) -> None:
    """Two hours later a coach answers, the next day the person writes back, and the coach closes."""
    with _days_ago(days - 0.1, person):
        request = coaching.actions.claim_request(request=request, by=coach)
        coaching.actions.reply_to_request(request=request, by=coach, body=words.reply, token=_token(person, "reply"))
    with _days_ago(days - 1, person):
        coaching.actions.answer_request(request=request, by=person, body=words.thanks, token=_token(person, "thanks"))
    with _days_ago(days - 1.1, person):
        coaching.actions.resolve_request(request=request, by=coach, body=words.closing, token=_token(person, "close"))


def _token(person: User, what: str) -> uuid.UUID:
    return uuid.uuid5(NAMESPACE, f"{person.email}/{what}")
