"""Marking a question again after its key was mended: counted first, then done by the worker, with its history.

Each attempt is one transaction. Nobody is un-completed: a pass stays a pass, whatever the new key.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from core import audit
from core.errors import WrongState
from core.models import WorkRow
from core.queue import wake
from people.models import User

from .. import grading
from ..models import Attempt, AttemptQuestion, Question, Regrade, RegradedMark
from ..models.regrades import FULL_CREDIT, NEW_KEY_ONLY, NO_REGRADE, NOBODY_LOSES
from ..permissions import check_edit_quizzes
from ..question_types import REGISTRY
from ..regrading import NewKey, NotTheSameChoices
from .marking import keep_grade

Keys = dict[str, NewKey]
LEASE = timedelta(minutes=5)
BATCH = 200


@dataclass
class DryRun:
    """What a regrade would do: counts of answers, never who gave them."""

    total: int = 0
    up: int = 0
    down: int = 0
    same: int = 0
    skipped: int = 0
    newly_passed: int = 0


def dry_run(*, question: Question, policy: str, by: User) -> DryRun:
    """Count what would change. In: a published question. Raises NotAllowed, WrongState when the choices differ."""
    check_edit_quizzes(by)
    keys, counts = _keys(question), DryRun()
    for row in _rows(question.translation_key).iterator(chunk_size=BATCH):
        counts.total += 1
        new = _new_mark(row, keys, policy)
        if new is None:
            counts.skipped += 1
            continue
        old = grading.from_decimal(row.mark or Decimal(0))
        counts.up, counts.down = counts.up + (new > old), counts.down + (new < old)
        counts.same += new == old
        if new > old and not row.attempt.passed:
            counts.newly_passed += grading.is_passed(_score(row.attempt, row.pk, new), row.attempt.pass_mark)
    if counts.total and counts.skipped == counts.total:
        raise WrongState(_("The number of choices differs from what was asked: past answers cannot be marked again."))
    return counts


@transaction.atomic
def ask_regrade(*, question: Question, policy: str, by: User) -> Regrade:
    """Write the work down and wake the worker. Raises NotAllowed, WrongState when the choices differ or one is under way."""
    dry_run(question=question, policy=policy, by=by)
    left_alone = policy == NO_REGRADE
    try:
        with transaction.atomic():
            regrade = Regrade.objects.create(
                question_key=question.translation_key,
                revision_id=question.live_revision_id,
                policy=policy,
                asked_by=by,
                total=_rows(question.translation_key).count(),
                work_state=WorkRow.DONE if left_alone else WorkRow.PENDING,
                finished_at=timezone.now() if left_alone else None,
            )
    except IntegrityError as error:
        raise WrongState(_("This question is being marked again already.")) from error
    audit.record("learning.question.regrade", regrade, by, question_key=question.translation_key, policy=policy)
    if not left_alone:
        wake("learning.regrade", regrade_id=regrade.pk)
    return regrade


def run_regrade(regrade_id: int) -> bool:
    """The worker's part: take the row, mark each attempt in a transaction of its own, close the row. May run twice."""
    claim = Regrade.objects.take(regrade_id, LEASE)
    if claim is None:
        return False
    regrade = Regrade.objects.get(pk=regrade_id)
    question = Question.objects.filter(translation_key=regrade.question_key, live=True).order_by("pk").first()
    if question is None:
        return Regrade.objects.close(regrade_id, claim, WorkRow.FAILED, error="withdrawn")
    keys = _keys(question)
    for pk in list(_rows(regrade.question_key).values_list("pk", flat=True)):
        _regrade_one(regrade, pk, keys, claim)
    return Regrade.objects.close(regrade_id, claim, WorkRow.DONE, finished_at=timezone.now())


@transaction.atomic
def _regrade_one(regrade: Regrade, pk: int, keys: Keys, claim: uuid.UUID) -> None:
    row = AttemptQuestion.objects.select_related("attempt").get(pk=pk)
    attempt = Attempt.objects.select_for_update().get(pk=row.attempt_id)
    if RegradedMark.objects.filter(regrade=regrade, question=row).exists():
        return  # done before a worker was killed
    new = _new_mark(row, keys, regrade.policy)
    if new is not None:
        _write_mark(regrade, attempt, row, new)
    Regrade.objects.filter(pk=regrade.pk, claim=claim).update(
        done=F("done") + 1,
        changed=F("changed") + int(new is not None and grading.to_decimal(new) != row.mark),
        skipped=F("skipped") + int(new is None),
        lease_until=timezone.now() + LEASE,
    )


def _write_mark(regrade: Regrade, attempt: Attempt, row: AttemptQuestion, new: Fraction) -> None:
    score = _score(attempt, row.pk, new)
    RegradedMark.objects.create(
        regrade=regrade,
        question=row,
        mark_before=row.mark or 0,
        mark_after=grading.to_decimal(new),
        score_before=attempt.score or 0,
        score_after=grading.to_decimal(score),
    )
    if grading.to_decimal(new) == row.mark:
        return
    AttemptQuestion.objects.filter(pk=row.pk).update(mark=grading.to_decimal(new))
    passed = attempt.passed or grading.is_passed(score, attempt.pass_mark)
    Attempt.objects.filter(pk=attempt.pk).update(score=grading.to_decimal(score), passed=passed)
    attempt.refresh_from_db()
    keep_grade(attempt)


def _rows(question_key: uuid.UUID) -> Any:
    """The marked answers to this question, in finished attempts, previews left out."""
    rows = AttemptQuestion.objects.filter(snapshot__question=str(question_key), mark__isnull=False)
    finished = Attempt.objects.finished().values("pk")
    return rows.filter(attempt__in=finished).select_related("attempt").order_by("pk")


def _keys(question: Question) -> Keys:
    """The published key of each language; this question's where a language has none."""
    published = Question.objects.filter(translation_key=question.translation_key, live=True)
    found = {row.locale.language_code: _key_of(row) for row in published.select_related("locale") if row.body}
    return {"": _key_of(question), **found}


def _key_of(question: Question) -> NewKey:
    return NewKey(question.type, REGISTRY[question.type].config(question.body[0].value))


def _new_mark(row: AttemptQuestion, keys: Keys, policy: str) -> Fraction | None:
    """The exact mark under a policy; None when the answer cannot be marked by the new key."""
    old = grading.from_decimal(row.mark or Decimal(0))
    if policy in (FULL_CREDIT, NO_REGRADE):
        return grading.FULL if policy == FULL_CREDIT else old
    try:
        new = (keys.get(row.attempt.locale) or keys[""]).grade(row.snapshot, row.answer)
    except NotTheSameChoices:
        return None
    return {NOBODY_LOSES: max(old, new), NEW_KEY_ONLY: new}[policy]


def _score(attempt: Attempt, changed_pk: int, new: Fraction) -> Fraction:
    """The exact score of an attempt with one mark replaced."""
    marked = [row for row in attempt.questions.all() if row.mark is not None]
    marks = [new if row.pk == changed_pk else grading.from_decimal(row.mark) for row in marked if row.mark is not None]
    return grading.score(marks, [Fraction(row.weight) for row in marked])
