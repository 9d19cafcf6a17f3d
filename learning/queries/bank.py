"""The question bank as rows, for its export and for comparing it with what is imported."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Count

from .. import bank_rows
from ..models import Question


def bank_export() -> Iterator[dict[str, str]]:
    """Every question in each of its languages, as the columns of the CSV. The published text, or the only draft."""
    questions = Question.objects.select_related("locale", "lesson", "category").prefetch_related("tagged_items__tag")
    ambiguous = ambiguous_keys()
    for question in questions.order_by("key", "translation_key", "-locale__language_code"):
        if question.body:
            name = question.key if question.key and question.key not in ambiguous else str(question.translation_key)
            yield {**bank_row(question), "key": name}


def ambiguous_keys() -> set[str]:
    """Short keys that several questions have: only their UUID tells them apart."""
    keys = Question.objects.exclude(key="").values("key").annotate(n=Count("translation_key", distinct=True))
    return {row["key"] for row in keys.order_by() if row["n"] > 1}


def bank_row(question: Question) -> dict[str, str]:
    """One question as the columns of the CSV."""
    block = question.body[0]
    lesson = question.lesson
    return {
        "key": str(question.translation_key),
        "language": question.locale.language_code,
        "status": bank_rows.PUBLISHED if question.live else bank_rows.DRAFT,
        "type": block.block_type,
        "prompt": question.prompt,
        "content": bank_rows.content_of(block.block.get_prep_value(block.value)),
        "explanation": question.explanation,
        "category": question.category.key if question.category else "",
        "tags": ", ".join(sorted(item.tag.name for item in question.tagged_items.all())),
        "lesson": (lesson.key or str(lesson.translation_key)) if lesson else "",
        "facts": " ".join(str(fact.value) for fact in question.facts),
    }
