"""Is a translation complete? A learner must not meet half a question in another language."""

from __future__ import annotations

from wagtail_localize.models import Translation

from ..models import Question, Quiz


def is_half_translated(thing: Question | Quiz) -> bool:
    """Is this the translation of another, with strings left, or a quiz with a question not yet published in its language?"""
    translation = Translation.objects.filter(
        source__object_id=thing.translation_key, target_locale=thing.locale, enabled=True
    ).first()
    if translation is None:
        return False
    total, done = translation.get_progress()
    return bool(total != done) or (isinstance(thing, Quiz) and _lacks_questions(thing))


def _lacks_questions(quiz: Quiz) -> bool:
    sources = Quiz.objects.filter(translation_key=quiz.translation_key).exclude(locale=quiz.locale)
    asked = Question.objects.filter(slots__quiz__in=sources, live=True).values_list("translation_key", flat=True)
    ready = Question.objects.filter(translation_key__in=asked, locale=quiz.locale, live=True)
    return bool(len(set(asked)) != ready.count())
