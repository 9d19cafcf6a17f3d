"""Courses, quizzes and what a learner has done with them. The learner is always given."""

from __future__ import annotations

import json
import uuid
from datetime import date
from typing import Any

import factory
from wagtail.models import Locale, Page, Site

from learning.models import (
    Attempt,
    ChecklistTick,
    CourseCompletion,
    CourseIndexPage,
    CoursePage,
    Fact,
    KeyMessage,
    LessonCompletion,
    LessonPage,
    Question,
    Quiz,
    QuizSlot,
)

STEPS = [("second-factor", "Activez la double authentification.", "Dans les réglages."), ("codes", "Notez où.", "")]


def block(kind: str, **value: Any) -> dict[str, Any]:
    """The stored form of one block."""
    return {"type": kind, "id": str(uuid.uuid4()), "value": value}


def items(*values: Any) -> list[dict[str, Any]]:
    """The stored form of a list."""
    return [{"type": "item", "id": str(uuid.uuid4()), "value": value} for value in values]


def checklist(network: str = "linkedin", *, facts: tuple[str, ...] = ()) -> dict[str, Any]:
    steps = [{"key": key, "text": text, "help": help_text} for key, text, help_text in STEPS]
    return block("checklist", network=network, steps=items(*steps), facts=items(*facts))


def text_block(html: str = "<p>Une idée par leçon.</p>", *, facts: tuple[str, ...] = ()) -> dict[str, Any]:
    return block("text", html=html, facts=items(*facts))


def site_root() -> Page:
    """The French page at the root of the site."""
    return Site.objects.get(is_default_site=True).root_page


def make_index() -> CourseIndexPage:
    existing = CourseIndexPage.objects.first()
    return existing or _publish(site_root(), CourseIndexPage(title="Se former", slug="learning"))


def make_course(
    *, lessons: int = 2, questions: int = 2, is_core: bool = True, pass_mark: int = 50, title: str = ""
) -> CoursePage:
    """A published course with its lessons and, when `questions` is not 0, its quiz."""
    title = title or f"Cours {CoursePage.objects.count() + 1}"
    course = _publish(make_index(), CoursePage(title=title, summary="En bref.", is_core=is_core))
    for n in range(lessons):
        make_lesson(course, title=f"{title}, leçon {n + 1}")
    if questions:
        make_quiz(course, questions=questions, pass_mark=pass_mark)
    return CoursePage.objects.get(pk=course.pk)


def make_lesson(
    course: CoursePage, *, title: str = "Une leçon", body: list[dict[str, Any]] | None = None
) -> LessonPage:
    lesson = LessonPage(title=title, minutes=5, summary="En bref.", objective="Savoir faire.")
    lesson.body = json.dumps(body if body is not None else [text_block()])
    return _publish(course, lesson)


def _publish(parent: Page, page: Any) -> Any:
    parent = type(parent).objects.get(pk=parent.pk)
    parent.add_child(instance=page)
    page.save_revision().publish()
    return type(page).objects.get(pk=page.pk)


def lessons_of(course: CoursePage) -> list[LessonPage]:
    return list(LessonPage.objects.child_of(course).order_by("path"))


def quiz_of(course: CoursePage) -> Quiz:
    return Quiz.objects.get(course=course)


def make_quiz(course: CoursePage, *, questions: int = 2, pass_mark: int = 50) -> Quiz:
    """A published quiz of single-choice questions whose right option is always “Oui”."""
    quiz = Quiz(title=course.title, course=course, pass_mark=pass_mark, locale=course.locale)
    lesson = next(iter(lessons_of(course)), None)
    quiz.slots = [
        QuizSlot(question=make_question(lesson, prompt=f"Question {n + 1}"), sort_order=n, locale=course.locale)
        for n in range(questions)
    ]
    quiz.save()
    quiz.save_revision().publish()
    return Quiz.objects.get(pk=quiz.pk)


def make_question(
    lesson: LessonPage | None = None,
    *,
    prompt: str = "Est-ce libre ?",
    kind: str = "single_choice",
    value: dict[str, Any] | None = None,
    facts: tuple[str, ...] = (),
) -> Question:
    """A published question."""
    options = items(
        {"text": "Oui", "is_correct": True, "feedback": "Parce que c’est libre."},
        {"text": "Non", "is_correct": False, "feedback": "Personne ne l’impose."},
    )
    question = Question(
        prompt=prompt, explanation="Le programme est libre.", lesson=lesson, locale=Locale.get_default()
    )
    question.body = json.dumps([block(kind, **(value or {"options": options}))])
    question.facts = json.dumps([block_of_fact(key) for key in facts])
    question.save()
    question.save_revision().publish()
    return Question.objects.get(pk=question.pk)


def block_of_fact(key: str) -> dict[str, Any]:
    return {"type": "fact", "id": str(uuid.uuid4()), "value": key}


def make_message(*, title: str = "Des pièces quinze ans", **values: Any) -> KeyMessage:
    """A published key message, valid today."""
    message = KeyMessage(
        **{
            "title": title,
            "fact": "Nous gardons les pièces quinze ans.",
            "source_name": "Engagement public",
            "locale": Locale.get_default(),
            **values,
        }
    )
    message.save()
    message.save_revision().publish()
    return KeyMessage.objects.get(pk=message.pk)


def option_id(question: Any, text: str = "Oui") -> str:
    """The id of an option of an attempt's question, by its text."""
    return next(o["id"] for o in question.snapshot["config"]["options"] if o["text"] == text)


class FactFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Fact

    key = factory.Sequence(lambda n: f"fact-{n}")
    text_fr = factory.Sequence(lambda n: f"Fait {n}")
    text_en = factory.Sequence(lambda n: f"Fact {n}")
    source_name = factory.Sequence(lambda n: f"Source {n}")
    source_url = "https://example.com/source"
    confidence = "A"
    verified_on = date(2026, 11, 23)


class LessonCompletionFactory(factory.django.DjangoModelFactory):
    """LessonCompletionFactory(user=alice, lesson=page)"""

    class Meta:
        model = LessonCompletion
        exclude = ["lesson"]

    lesson_key = factory.LazyAttribute(lambda o: o.lesson.translation_key)
    course_key = factory.LazyAttribute(lambda o: o.lesson.get_parent().translation_key)


class CourseCompletionFactory(factory.django.DjangoModelFactory):
    """CourseCompletionFactory(user=alice, course=page)"""

    class Meta:
        model = CourseCompletion
        exclude = ["course"]

    course_key = factory.LazyAttribute(lambda o: o.course.translation_key)


class AttemptFactory(factory.django.DjangoModelFactory):
    """AttemptFactory(learner=alice, quiz=quiz): in progress, without questions."""

    class Meta:
        model = Attempt
        exclude = ["quiz"]

    quiz_key = factory.LazyAttribute(lambda o: o.quiz.translation_key)
    course_key = factory.LazyAttribute(lambda o: o.quiz.course.translation_key)
    title = factory.LazyAttribute(lambda o: o.quiz.title)
    locale = "fr"
    number = factory.Sequence(lambda n: n + 1)
    pass_mark = 50


class ChecklistTickFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = ChecklistTick

    network = "linkedin"
    step_key = "second-factor"
