"""Importing questions: all of a file or nothing, with the line and the reason of whatever is wrong."""

from __future__ import annotations

import json
import uuid
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _
from wagtail.models import Locale

from core import audit
from core.localization import NotParallel, load_translation
from people.models import User

from .. import bank_rows, queries
from ..bank_rows import DRAFT, PUBLISHED, SHARED, LineError, Row
from ..models import Fact, LessonPage, Question, QuestionCategory
from ..permissions import check_can_import_questions
from ..question_types import REGISTRY
from .catalogue_files import SOURCE, fixed_id, stream

CREATED, UPDATED, UNCHANGED = "created", "updated", "unchanged"
LANGUAGES = [code for code, _name in settings.LANGUAGES]


@dataclass
class BankReport:
    """What became of a file, or would: outcomes by row, or errors, in which case nothing is kept."""

    outcomes: list[tuple[Row, str]] = field(default_factory=list)
    errors: list[LineError] = field(default_factory=list)
    was_dry: bool = True

    @property
    def counts(self) -> dict[str, int]:
        found = Counter(outcome for _row, outcome in self.outcomes)
        return {outcome: found[outcome] for outcome in (CREATED, UPDATED, UNCHANGED)}

    @property
    def changes(self) -> bool:
        return any(outcome != UNCHANGED for _row, outcome in self.outcomes)


@dataclass(frozen=True)
class _Known:
    """What rows may name, and the questions that are there."""

    keys: dict[str, uuid.UUID | None]
    locales: dict[str, Locale]
    categories: dict[str, QuestionCategory]
    lessons: dict[str, LessonPage]
    facts: set[str]
    questions: dict[tuple[uuid.UUID, str], Question]


class _Refused(ValueError):
    """A row that cannot be taken. `line`: which."""

    def __init__(self, line: int, reason: str) -> None:
        super().__init__(reason)
        self.error = LineError(line, reason)


def import_questions(*, text: str, by: User | None, dry_run: bool = True) -> BankReport:
    """Bring the bank up to a CSV file, or say what would happen.

    In: the file's text; `by`, None for whoever runs the command on the server; `dry_run`, True to keep nothing. Out:
    what became of each row; with an error, nothing is kept at all. Raises NotAllowed for those who may not edit.
    """
    if by is not None:
        check_can_import_questions(by)
    rows, errors = bank_rows.read(text)
    report = BankReport(errors=errors, was_dry=dry_run)
    if not rows and not errors:
        report.errors.append(LineError(1, _("The file holds no question.")))
    with transaction.atomic():
        _take_all(rows, report)
        report.errors.sort(key=lambda error: error.line)
        if report.errors or dry_run:
            transaction.set_rollback(True)
        else:
            _record(report, by)
    return report


def _record(report: BankReport, by: User | None) -> None:
    changed = next((row for row, outcome in report.outcomes if outcome != UNCHANGED), None)
    if changed:
        key = _keys([changed])[changed["key"].strip()]
        question = Question.objects.filter(translation_key=key).first()
        if question:
            audit.record("learning.bank.import", question, by, **report.counts)


def _take_all(rows: list[Row], report: BankReport) -> None:
    groups: dict[str, list[Row]] = {}
    for row in rows:
        groups.setdefault(row["key"].strip(), []).append(row)
    known = _look_up(rows)
    for group in groups.values():
        try:
            with transaction.atomic():
                report.outcomes += _take(group, known)
        except _Refused as refused:
            report.errors.append(refused.error)


def _look_up(rows: list[Row]) -> _Known:
    keys = _keys(rows)
    named = {row["lesson"].strip() for row in rows} - {""}
    uuids = [found for found in map(_uuid, named) if found]
    lessons = LessonPage.objects.filter(Q(key__in=named) | Q(translation_key__in=uuids), locale__language_code=SOURCE)
    questions = Question.objects.filter(translation_key__in=[key for key in keys.values() if key])
    questions = questions.select_related("locale", "lesson", "category").prefetch_related("tagged_items__tag")
    return _Known(
        keys=keys,
        locales={code: Locale.objects.get_or_create(language_code=code)[0] for code in LANGUAGES},
        categories={category.key: category for category in QuestionCategory.objects.all()},
        lessons={name: lesson for lesson in lessons for name in (lesson.key, str(lesson.translation_key)) if name},
        facts=set(Fact.objects.values_list("key", flat=True)),
        questions={(q.translation_key, q.locale.language_code): q for q in questions},
    )


def _keys(rows: list[Row]) -> dict[str, uuid.UUID | None]:
    """The translation key of each question named: its UUID, or that of the question with that short key, or a new
    one that follows from the word. None when several questions have that short key.
    """
    names = {row["key"].strip() for row in rows} - {""}
    found = {name: _uuid(name) or fixed_id("bank", name) for name in names}
    known: dict[str, uuid.UUID | None] = dict(
        Question.objects.filter(key__in=names).values_list("key", "translation_key")
    )
    return {**found, **known, **dict.fromkeys(queries.ambiguous_keys() & names)}


def _uuid(name: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(name)
    except ValueError:
        return None


def _take(group: list[Row], known: _Known) -> list[tuple[Row, str]]:
    """One question, in each of its languages. The first language there is (French before English) is the source."""
    key = _key(group[0], known)
    by_language = {_language(row): row for row in group}
    wanted = {code: _cells(by_language[code], key, code, known) for code in LANGUAGES if code in by_language}
    before = {code: known.questions.get((key, code)) for code in LANGUAGES}
    outcomes = {code: _outcome(before[code], cells) for code, cells in wanted.items()}
    if any(outcome != UNCHANGED for outcome in outcomes.values()):
        _check_shared(wanted, by_language)
        _write(key, wanted, by_language, before, known)
    return [(by_language[code], outcome) for code, outcome in outcomes.items()]


def _key(row: Row, known: _Known) -> uuid.UUID:
    name = row["key"].strip()
    if not name or len(name) > 80:
        raise _Refused(row.line, _("“key” is empty or too long: write the question’s key, or a word of your own."))
    key = known.keys[name]
    if key is None:
        raise _Refused(row.line, _("Several questions have the key %(key)s: write the UUID.") % {"key": name})
    return key


def _language(row: Row) -> str:
    code = row["language"].strip()
    if code not in LANGUAGES:
        reason = _("“language” must be one of: %(languages)s.") % {"languages": ", ".join(LANGUAGES)}
        raise _Refused(row.line, reason)
    return code


def _outcome(question: Question | None, cells: dict[str, Any]) -> str:
    if question is None:
        return CREATED
    return UNCHANGED if _is_same(question, cells) else UPDATED


def _is_same(question: Question, cells: dict[str, Any]) -> bool:
    return bool(queries.bank_row(question) == cells["row"])


def _cells(row: Row, key: uuid.UUID, code: str, known: _Known) -> dict[str, Any]:
    """The row checked: its columns as the bank would write them, and what they name. Raises _Refused."""
    refuse = partial(_Refused, row.line)
    plain = {name: row[name].strip() for name in ("status", "type", "category", "lesson")}
    plain["status"] = plain["status"] or PUBLISHED
    if plain["status"] not in (PUBLISHED, DRAFT):
        raise refuse(_("“status” must be “published” or “draft”."))
    for name in ("prompt", "explanation"):
        if not row[name].strip():
            raise refuse(_("“%(column)s” is empty.") % {"column": name})
    for name, there in (("category", known.categories), ("lesson", known.lessons)):
        if plain[name] and plain[name] not in there:
            raise refuse(_("“%(column)s” names what is not there: %(name)s.") % {"column": name, "name": plain[name]})
    facts, tags = row["facts"].split(), sorted({tag.strip() for tag in row["tags"].split(",")} - {""})
    if missing := [fact for fact in facts if fact not in known.facts]:
        raise refuse(_("“facts” names what is not there: %(name)s.") % {"name": ", ".join(missing)})
    if long := [tag for tag in tags if len(tag) > 100]:
        raise refuse(_("This tag is too long: %(tag)s.") % {"tag": long[0][:40]})
    stored = _stored(row, plain["type"], key)
    texts = {"prompt": row["prompt"], "explanation": row["explanation"], "content": bank_rows.content_of(stored)}
    lists = {"tags": ", ".join(tags), "facts": " ".join(facts)}
    lesson = known.lessons.get(plain["lesson"])
    plain["lesson"] = (lesson.key or str(lesson.translation_key)) if lesson else ""
    written = {"key": str(key), "language": code, **plain, **texts, **lists}
    category = known.categories.get(plain["category"])
    return {"row": written, "stored": stored, "facts": facts, "tags": tags, "lesson": lesson, "category": category}


def _stored(row: Row, kind: str, key: uuid.UUID) -> dict[str, Any]:
    """The stored value of the row's block, as the author's form would have it. Raises _Refused."""
    if kind not in REGISTRY:
        reason = _("“type” must be one of: %(types)s.") % {"types": ", ".join(one.key for one in REGISTRY)}
        raise _Refused(row.line, reason)
    block = REGISTRY[kind].block()
    try:
        stored = bank_rows.stored_of(row["content"], lambda place: str(fixed_id("bank", str(key), place)))
        if unknown := sorted(set(stored) - set(block.child_blocks)):
            raise ValueError(
                _("“content” holds what this type does not know: %(names)s.") % {"names": ", ".join(unknown)}
            )
        value: dict[str, Any] = block.get_prep_value(block.clean(block.to_python(stored)))
    except ValidationError as error:
        raise _Refused(row.line, _("“content”: %(reasons)s") % {"reasons": " ".join(_reasons(error))}) from error
    except ValueError as error:
        raise _Refused(row.line, str(error)) from error
    except (TypeError, KeyError, AttributeError) as error:
        raise _Refused(row.line, _("“content” does not have the shape of this type.")) from error
    return value


def _reasons(error: Any) -> Iterable[str]:
    """Every sentence in an error of a block, with the place it stands at."""
    inner = getattr(error, "block_errors", None)
    if inner:
        for name, one in inner.items() if isinstance(inner, dict) else enumerate(inner):
            place = str(name + 1) if isinstance(name, int) else name
            yield from (f"{place}: {reason}" for reason in _reasons(one)) if one else ()
    for one in getattr(error, "non_block_errors", None) or ([] if inner else [error]):
        yield from getattr(one, "messages", None) or [str(one)]


def _check_shared(wanted: dict[str, dict[str, Any]], rows: dict[str, Row]) -> None:
    first, *others = wanted
    for code in others:
        for column in SHARED:
            if wanted[code]["row"][column] != wanted[first]["row"][column]:
                reason = _("“%(column)s” differs from line %(line)d: the languages of a question share it.")
                raise _Refused(rows[code].line, reason % {"column": column, "line": rows[first].line})


def _write(
    key: uuid.UUID,
    wanted: dict[str, dict[str, Any]],
    rows: dict[str, Row],
    before: dict[str, Question | None],
    known: _Known,
) -> None:
    """The source as an editor would save it, the other language through wagtail-localize."""
    there = [code for code in LANGUAGES if before[code] or code in wanted]
    source_code, *others = there
    if before[source_code] is None and any(before[code] for code in others):
        reason = _("This question was written in another language: add this one in the administration.")
        raise _Refused(rows[source_code].line, reason)
    source = before[source_code]
    if source_code in wanted:
        source = _save_source(key, source, wanted[source_code], rows[source_code], known.locales[source_code])
    for code in others:
        if code in wanted and source is not None:
            _save_translation(source, wanted[code], rows[code], known.locales[code])


def _fields(key: uuid.UUID, cells: dict[str, Any], block_id: str) -> dict[str, Any]:
    """The fields of a question. In: the id of its one block, the same in every language."""
    row = cells["row"]
    body = [{"type": row["type"], "id": block_id, "value": cells["stored"]}]
    return {
        "prompt": row["prompt"],
        "explanation": row["explanation"],
        "body": json.dumps(body, ensure_ascii=False, cls=DjangoJSONEncoder),
        "facts": stream(f"bank/{key}/facts", [("fact", fact) for fact in cells["facts"]]),
        "lesson": cells["lesson"],
        "category": cells["category"],
    }


def _save_source(
    key: uuid.UUID, question: Question | None, cells: dict[str, Any], row: Row, locale: Locale
) -> Question:
    if question is None:
        question = Question(translation_key=key, locale=locale, live=False, key="" if _uuid(row["key"]) else row["key"])
    block_id = str(question.body[0].id) if question.body else str(fixed_id("bank", str(key)))
    for name, value in _fields(key, cells, block_id).items():
        setattr(question, name, value)
    question.tags.set(cells["tags"])
    try:
        question.save()
        revision = question.save_revision(clean=True)
    except ValidationError as error:
        raise _Refused(row.line, " ".join(error.messages)) from error
    if cells["row"]["status"] == PUBLISHED:
        revision.publish()
    elif question.live:
        question.unpublish()
    fresh: Question = Question.objects.get(pk=question.pk)
    return fresh


def _save_translation(source: Question, cells: dict[str, Any], row: Row, locale: Locale) -> None:
    fields = _fields(source.translation_key, cells, str(source.body[0].id))
    try:
        target = load_translation(source, Question(**fields, locale=locale), locale=locale)
    except NotParallel as error:
        reason = _("The two languages are not parallel: %(error)s.") % {"error": error}
        raise _Refused(row.line, reason) from error
    if cells["row"]["status"] == DRAFT and target.live:
        target.unpublish()
    if not _is_same(Question.objects.get(pk=target.pk), cells):
        raise _Refused(row.line, _("What is right, or in what order, differs between the two languages."))
