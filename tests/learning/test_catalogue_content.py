"""The catalogue that ships: eight courses and a track, complete in both languages, every dated fact with its date."""

from __future__ import annotations

import re
from datetime import date

import pytest
from django.conf import settings
from django.utils import translation

from learning import actions, bank_rows, queries
from learning.actions.catalogue_files import read_catalogue
from learning.management.commands.list_facts import PAGE, facts_page
from learning.models import CoursePage, Fact, LessonPage, Question, Quiz
from learning.models.pages import COORDINATORS
from learning.question_types import REGISTRY
from people.networks import NETWORKS

pytestmark = [pytest.mark.django_db, pytest.mark.catalogue]
CORE = {"course-1", "course-2", "course-5"}
TRACK = "track"
LESSONS = {
    "course-1": 4,
    "course-2": 6,
    "course-3": 4,
    "course-4": 5,
    "course-5": 5,
    "course-6": 3,
    "course-7": 6,
    "course-8": 3,
    TRACK: 4,
}
TO_DO = {"checklist", "exercise", "scenario", "reflection"}
QUESTIONS = {
    "course-1": 11,
    "course-2": 13,
    "course-3": 11,
    "course-4": 13,
    "course-5": 14,
    "course-6": 6,
    "course-7": 14,
    "course-8": 7,
}
PLACEHOLDER = re.compile(r"\b(?:lorem|todo|tbd|xxx|à compléter|à remplir|to be written|placeholder)\b", re.IGNORECASE)
LANGUAGES = [code for code, _name in settings.LANGUAGES]


def strings(value):
    """Every text in a stored value, wherever it stands."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from strings(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from strings(inner)


def values(stream):
    """(type, stored value) of each block."""
    return [(block.block_type, block.block.get_prep_value(block.value)) for block in stream]


def lessons(code):
    return LessonPage.objects.live().filter(locale__language_code=code)


def questions(code):
    return Question.objects.filter(live=True, locale__language_code=code)


@pytest.mark.parametrize("code", LANGUAGES)
def test_the_courses_and_lessons_are_there(code):
    courses = CoursePage.objects.live().filter(locale__language_code=code)
    assert {c.key: LessonPage.objects.live().child_of(c).count() for c in courses} == LESSONS
    assert lessons(code).exclude(key__startswith=TRACK).count() == 36
    assert {c.key for c in courses if c.is_core} == CORE
    assert {c.key for c in courses if c.audience == COORDINATORS} == {TRACK}
    assert [lesson.key for lesson in lessons(code) if not lesson.is_required] == ["course-7/lesson-6"]
    assert [lesson.key for lesson in lessons(code) if lesson.is_open_to_all] == [f"{TRACK}/lesson-4"]


@pytest.mark.parametrize("code", LANGUAGES)
def test_the_quizzes_and_questions_are_there(code):
    quizzes = Quiz.objects.filter(live=True, locale__language_code=code)
    assert {quiz.key: len(list(quiz.published_questions())) for quiz in quizzes} == QUESTIONS
    assert questions(code).count() == sum(QUESTIONS.values())
    assert all(quiz.course for quiz in quizzes)
    ours = {f"s{n:02}" for n in range(1, 11)}
    assert {question.key for question in questions(code)} == {f"q{n:02}" for n in range(1, 80)} | ours


@pytest.mark.parametrize("code", LANGUAGES)
def test_no_block_is_empty_and_none_is_a_placeholder(code):
    for lesson in lessons(code):
        assert len(lesson.body) >= 4, lesson.title
        for kind, value in values(lesson.body):
            for name, text in value.items():
                if name not in ("facts", "hint"):
                    assert text, (lesson.title, kind, name)
            for text in strings(value):
                assert not PLACEHOLDER.search(text), (lesson.title, text)
        for text in (lesson.title, lesson.summary, lesson.objective):
            assert text.strip()


@pytest.mark.parametrize("code", LANGUAGES)
def test_every_lesson_gives_something_to_do(code):
    for lesson in lessons(code):
        assert TO_DO & {kind for kind, _value in values(lesson.body)}, lesson.title


def test_lessons_are_as_long_as_they_say():
    """About 130 words a minute; a checklist and an exercise take time of their own."""
    for lesson in lessons("fr"):
        words = sum(len(re.sub(r"<[^>]+>", " ", text).split()) for _k, v in values(lesson.body) for text in strings(v))
        assert 0.6 <= words / (lesson.minutes * 130) <= 1.8, (lesson.key, words, lesson.minutes)


@pytest.mark.parametrize("code", LANGUAGES)
def test_every_question_can_be_answered_rightly_and_stands_in_a_category(code):
    for question in questions(code):
        kind, config = REGISTRY[question.type], question.source().config
        kind.block().clean(question.body[0].value)
        assert kind.grade(config, kind.solution(config)) == (1 if kind.counts else 0), question.key
        assert question.category, question.key


@pytest.mark.parametrize("code", LANGUAGES)
def test_every_accepted_wording_is_accepted(code):
    for question in questions(code):
        if question.type == "short_text":
            config = question.source().config
            for wording in config["accepted"]:
                assert REGISTRY["short_text"].grade(config, wording.upper()) == 1, (question.key, wording)


@pytest.mark.parametrize("code", LANGUAGES)
def test_every_question_says_why(code):
    for question in questions(code):
        assert question.prompt.strip()
        assert question.explanation.strip()
        assert question.lesson.live
        for _kind, value in values(question.body):
            for option in value.get("options", []):
                assert all(option["value"][name] for name in ("text", "feedback")), question.key
        for text in strings(values(question.body)):
            assert not PLACEHOLDER.search(text)


def test_no_english_text_was_left_in_french():
    """A short proper noun may be the same in both; a sentence may not."""
    french = {lesson.translation_key: lesson for lesson in lessons("fr")}
    for english in lessons("en"):
        ours = {t for _k, v in values(french[english.translation_key].body) for t in strings(v) if len(t) > 40}
        theirs = {t for _k, v in values(english.body) for t in strings(v) if len(t) > 40}
        assert not ours & theirs, english.title


def test_every_fact_named_is_there_dated_and_sourced():
    named = {
        str(key)
        for code in LANGUAGES
        for lesson in lessons(code)
        for block in lesson.body
        for key in block.value["facts"]
    }
    named |= {str(block.value) for code in LANGUAGES for question in questions(code) for block in question.facts}
    facts = {fact.key: fact for fact in Fact.objects.all()}
    assert named <= set(facts)
    for fact in facts.values():
        assert fact.source_name, fact.key
        assert fact.verified_on is None or date(2020, 1, 1) <= fact.verified_on, fact.key
        for code in LANGUAGES:
            with translation.override(code):
                assert fact.text.strip()
    assert [key for key in named if facts[key].verified_on is None] == []


def test_step_keys_are_unique_within_a_network():
    """A tick hangs on network and key: the same pair must be the same step."""
    seen: dict[tuple[str, str], str] = {}
    for lesson in lessons("fr"):
        for kind, value in values(lesson.body):
            if kind == "checklist":
                for step in value["steps"]:
                    pair = (value["network"], step["value"]["key"])
                    assert seen.setdefault(pair, step["value"]["text"]) == step["value"]["text"], pair
    assert {network for network, _key in seen} - {"all"} == set(NETWORKS)


def every_french_text():
    """(where, text) of everything a reader may see in French."""
    for course in CoursePage.objects.live().filter(locale__language_code="fr"):
        for text in [course.title, course.summary, course.gives, *strings(values(course.objectives))]:
            yield course.key, text
    for lesson in lessons("fr"):
        for text in [lesson.title, lesson.summary, lesson.objective, *strings(values(lesson.body))]:
            yield lesson.key, text
    for question in questions("fr"):
        for text in [question.prompt, question.explanation, *strings(values(question.body))]:
            yield question.key, text
    for fact in Fact.objects.all():
        yield fact.key, fact.text_fr


def test_french_typography():
    """Guillemets and high signs keep their spaces; apostrophes are typographic."""
    wrong = []
    for where, text in every_french_text():
        plain = re.sub(r"<[^>]*>|https?://\S+", " ", text)
        if re.search(r"\w'\w|« |«[^\u00a0\u202f]|[^\u00a0\u202f]»| [;!?:]|\w[;!?](?!\S)", plain):
            wrong.append((where, text[:90]))
    assert wrong == []


def test_the_export_of_the_whole_bank_comes_back_without_a_difference():
    text = "".join(bank_rows.write(queries.bank_export()))
    report = actions.import_questions(text=text, by=None, dry_run=False)
    assert report.errors == []
    assert report.counts == {"created": 0, "updated": 0, "unchanged": Question.objects.count()}


def test_the_page_of_facts_is_up_to_date():
    """`manage.py list_facts` writes it."""
    written, expected = PAGE.read_text(encoding="utf-8").splitlines(), facts_page(read_catalogue()).splitlines()
    assert [line for line in expected if line not in set(written)] == []
    assert len(written) == len(expected)


@pytest.mark.parametrize("code", LANGUAGES)
def test_what_is_searched_is_what_is_shown(code):
    word = {"fr": "fichier clients", "en": "customer file"}[code]
    assert lessons(code).filter(search_text__contains=word).exists()
    assert not lessons(code).filter(search_text="").exists()
    other = {"fr": "customer file", "en": "fichier clients"}[code]
    assert not lessons(code).filter(search_text__contains=other).exists()
