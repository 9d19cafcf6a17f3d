"""Importing a dump of django-quiz-app: its bank and quizzes as ours, its sittings as attempts, row by row.

All in one transaction. Doing it again with the same dump changes nothing.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import translation
from django.utils.text import slugify
from django.utils.translation import gettext as _
from wagtail.models import Locale

from .. import quiz_app_dump as old
from ..models import CourseIndexPage, CoursePage, Question, QuestionCategory, Quiz, QuizSlot
from ..models.options import AFTER_EACH, AT_END
from ..quiz_app_dump import ALREADY, CHANGED, REFUSED, TAKEN, Dump, Outcome, RowRefused
from ..review import AS_LISTED, everything
from .catalogue_files import fixed_id
from .quiz_app_sittings import import_sittings

SUMMARY = 400


@dataclass
class QuizAppReport:
    """What became of each row, and the tables that are none of ours."""

    outcomes: list[Outcome] = field(default_factory=list)
    others: dict[str, int] = field(default_factory=dict)

    def add(self, table: str, pk: Any, outcome: str, *reasons: str) -> None:
        self.outcomes.append(Outcome(table, pk, outcome, "; ".join(reasons)))

    def counts(self, table: str) -> dict[str, int]:
        """How many rows of a table were taken, changed, refused, there already."""
        of_table = [outcome.outcome for outcome in self.outcomes if outcome.table == table]
        return {outcome: of_table.count(outcome) for outcome in (TAKEN, CHANGED, REFUSED, ALREADY)}


@dataclass
class Import:
    """An import under way: the dump, where it goes, and what has been made of it by old number."""

    dump: Dump
    source: str
    locale: Locale
    report: QuizAppReport
    categories: dict[Any, QuestionCategory] = field(default_factory=dict)
    tags: dict[Any, str] = field(default_factory=dict)
    questions: dict[Any, Question] = field(default_factory=dict)
    quizzes: dict[Any, Quiz] = field(default_factory=dict)

    def key(self, *place: Any) -> uuid.UUID:
        """The same id for the same row of the same installation, however often it is imported."""
        return fixed_id("django-quiz-app", self.source, *map(str, place))


def import_quiz_app(*, text: str, language: str, source: str = "", dry_run: bool = True) -> QuizAppReport:
    """Take a dump over, or say what would happen.

    In: `text`, the dump; `language`, the one its texts are in; `source`, a name for the installation it comes from,
    when there are several; `dry_run`, True to keep nothing. Out: what became of each row. Raises BrokenDump when the
    file cannot be read, and then nothing is kept.
    """
    dump = old.read(text)
    locale = Locale.objects.get_or_create(language_code=language)[0]
    run = Import(dump, source, locale, QuizAppReport(others=dict(dump.others)))
    with transaction.atomic(), translation.override(language):
        for table, take in _STEPS:
            for pk in dump.tables[table]:
                _row(run, table, pk, take)
        import_sittings(run)
        for pk in dump.tables[old.PROGRESS]:
            run.report.add(old.PROGRESS, pk, REFUSED, _progress_reason())
        if dry_run:
            transaction.set_rollback(True)
    return run.report


def _progress_reason() -> str:
    return _(
        "a running total that also counted answers that were never kept, and that names of categories could spoil; "
        "progress is worked out from the attempts taken over"
    )


def _row(run: Import, table: str, pk: Any, take: Callable[[Import, Any], tuple[str, list[str]]]) -> None:
    try:
        with transaction.atomic():
            outcome, notes = take(run, pk)
    except RowRefused as refused:
        run.report.add(table, pk, REFUSED, str(refused))
    except ValidationError as error:
        run.report.add(table, pk, REFUSED, " ".join(error.messages))
    else:
        run.report.add(table, pk, outcome, *notes)


def _take_category(run: Import, pk: Any) -> tuple[str, list[str]]:
    name = str(run.dump.tables[old.CATEGORY][pk].get("category") or "").strip()
    if not name:
        raise RowRefused(_("it has no name"))
    key = slugify(name)[:80] or f"category-{pk}"
    category, created = QuestionCategory.objects.get_or_create(
        key=key, defaults={"name_fr": name[:120], "name_en": name[:120]}
    )
    run.categories[pk] = category
    cut = [_("its name was cut at 120 characters")] if len(name) > 120 else []
    return (CHANGED if cut else TAKEN if created else ALREADY), cut


def _take_sub_category(run: Import, pk: Any) -> tuple[str, list[str]]:
    name = str(run.dump.tables[old.SUB_CATEGORY][pk].get("sub_category") or "").strip()
    if not name:
        raise RowRefused(_("it has no name"))
    run.tags[pk] = name.replace(",", " ")[:100]
    return CHANGED, [_("a sub-category becomes a tag of its questions")]


def _take_question(run: Import, pk: Any) -> tuple[str, list[str]]:
    row, key = run.dump.tables[old.QUESTION][pk], run.key("question", pk)
    known = Question.objects.filter(translation_key=key, locale=run.locale).first()
    if known:
        run.questions[pk] = known
        return ALREADY, []
    converted = old.convert(run.dump, pk, lambda place: str(run.key("question", pk, place)))
    body = [{"type": converted.type, "id": str(run.key("question", pk, "body")), "value": converted.value}]
    question = Question(
        translation_key=key,
        locale=run.locale,
        live=False,
        prompt=str(row["content"]).strip(),
        explanation=converted.explanation,
        body=json.dumps(body, ensure_ascii=False),
        category=run.categories.get(row.get("category")) or _category_of_quizzes(run, row),
    )
    question.tags.set([run.tags[row["sub_category"]]] if row.get("sub_category") in run.tags else [])
    question.save()
    question.save_revision(clean=True).publish()
    run.questions[pk] = Question.objects.get(pk=question.pk)
    return (CHANGED if converted.notes else TAKEN), list(converted.notes)


def _category_of_quizzes(run: Import, row: old.Fields) -> QuestionCategory | None:
    """The category of the first quiz the question stands in: quizzes have none here."""
    quizzes = (run.dump.tables[old.QUIZ].get(quiz, {}) for quiz in row.get("quiz") or [])
    found = (run.categories.get(quiz.get("category")) for quiz in quizzes)
    return next((category for category in found if category), None)


def _take_type(run: Import, pk: Any) -> tuple[str, list[str]]:
    """The row of a question that says its type; it was taken with the question."""
    if pk not in run.dump.tables[old.QUESTION]:
        raise RowRefused(_("its row in quiz.question is missing"))
    if pk not in run.questions:
        raise RowRefused(_("its question was refused"))
    return TAKEN, []


def _take_answer(run: Import, pk: Any) -> tuple[str, list[str]]:
    if run.dump.tables[old.ANSWER][pk].get("question") not in run.questions:
        raise RowRefused(_("its question is not there, or was refused"))
    return TAKEN, []


def _take_quiz(run: Import, pk: Any) -> tuple[str, list[str]]:
    row, key = run.dump.tables[old.QUIZ][pk], run.key("quiz", pk)
    known = Quiz.objects.filter(translation_key=key, locale=run.locale).first()
    if known:
        run.quizzes[pk] = known
        return ALREADY, []
    pks = [question for question in run.dump.questions_of(pk) if question in run.questions]
    if not pks:
        raise RowRefused(_("it has no question that could be taken"))
    title = str(row.get("title") or "").strip() or _("Quiz %(number)s") % {"number": pk}
    course, notes = _make_course(run, pk, row, title)
    quiz: Any = Quiz(translation_key=key, locale=run.locale, live=False, title=title, course=course)
    for name, value in _options(run, row, pks).items():
        setattr(quiz, name, value)
    quiz.slots = [
        QuizSlot(question=run.questions[question], sort_order=n, locale=run.locale) for n, question in enumerate(pks)
    ]
    quiz.save()
    revision = quiz.save_revision(clean=True)
    if not old.is_true(row.get("draft")):
        revision.publish()
    run.quizzes[pk] = Quiz.objects.get(pk=quiz.pk)
    notes += _notes_on_quiz(run, pk, row, pks)
    return (CHANGED if notes else TAKEN), notes


def _make_course(run: Import, pk: Any, row: old.Fields, title: str) -> tuple[CoursePage, list[str]]:
    """A course that holds nothing but the quiz: here a quiz belongs to one."""
    index = CourseIndexPage.objects.filter(locale=run.locale).first()
    if index is None:
        raise RowRefused(_("there is no list of courses in this language to put its course into"))
    summary, notes = str(row.get("description") or "").strip() or title, [_("a course of its own was made for it")]
    if len(summary) > SUMMARY:
        summary, notes = summary[: SUMMARY - 1] + "…", [*notes, _("its description was cut at 400 characters")]
    wanted = slugify(str(row.get("url") or title)) or f"quiz-{pk}"
    slug = _free_slug(index, wanted)
    if slug != wanted:
        notes.append(_("its address was taken: it is now %(slug)s") % {"slug": slug})
    is_draft = old.is_true(row.get("draft"))
    course = CoursePage(title=title, slug=slug, summary=summary, locale=run.locale, live=not is_draft)
    course.translation_key = run.key("course", pk)
    index.add_child(instance=course)
    revision = course.save_revision(clean=True)
    if not is_draft:
        revision.publish()
    return CoursePage.objects.get(pk=course.pk), notes


def _free_slug(index: CourseIndexPage, wanted: str) -> str:
    taken = set(CoursePage.objects.child_of(index).values_list("slug", flat=True))
    tries = [wanted, *(f"{wanted}-{n}" for n in range(2, len(taken) + 3))]
    return next(slug for slug in tries if slug not in taken)


def _options(run: Import, row: old.Fields, pks: list[Any]) -> dict[str, Any]:
    """Every option of the old quiz, in our words."""
    draw = row.get("max_questions")
    return {
        "random_order": old.is_true(row.get("random_order")),
        "draw": int(draw) if draw else None,
        "feedback_when": AT_END if old.is_true(row.get("answers_at_end")) else AFTER_EACH,
        "right_answer_when": AS_LISTED,
        "review_during": everything(),
        "attempts_allowed": 1 if old.is_true(row.get("single_attempt")) else 0,
        "pass_mark": min(max(int(row.get("pass_mark") or 0), 0), 100),
        "success_text": str(row.get("success_text") or ""),
        "fail_text": str(row.get("fail_text") or ""),
        "shuffle_options": "random" in _orders(run, pks),
    }


def _orders(run: Import, pks: list[Any]) -> set[str]:
    choices = run.dump.tables[old.MULTIPLE]
    return {str(choices[pk].get("answer_order") or "none") for pk in pks if pk in choices}


def _notes_on_quiz(run: Import, pk: Any, row: old.Fields, pks: list[Any]) -> list[str]:
    """What the old quiz did that this one does otherwise."""
    left = [str(question) for question in run.dump.questions_of(pk) if question not in run.questions]
    orders = _orders(run, pks)
    said = [
        (bool(left), _("questions left out: %(numbers)s") % {"numbers": ", ".join(left)}),
        (len(orders) > 1 and "random" in orders, _("options are mixed in all of its questions")),
        (not old.is_true(row.get("exam_paper")), _("its attempts are kept from now on, for the learner alone")),
        (bool(row.get("category")), _("its category goes to its questions that have none")),
        (not row.get("pass_mark"), _("with a pass mark of 0, every attempt passes")),
    ]
    return [text for holds, text in said if holds]


_STEPS: list[tuple[str, Callable[[Import, Any], tuple[str, list[str]]]]] = [
    (old.CATEGORY, _take_category),
    (old.SUB_CATEGORY, _take_sub_category),
    (old.QUESTION, _take_question),
    (old.MULTIPLE, _take_type),
    (old.TRUE_FALSE, _take_type),
    (old.ESSAY, _take_type),
    (old.ANSWER, _take_answer),
    (old.QUIZ, _take_quiz),
]
