"""Loading the courses that ship with the application: facts, pages, questions, quizzes, in both languages.

Idempotent: what has not changed in the files is not touched, and what an editor has changed (published or not,
removed included) is theirs. English goes through wagtail-localize (`core.localization`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from django.db import transaction
from wagtail.models import Locale, Page, Site

from core.localization import load_translation

from ..models import (
    CatalogueItem,
    CourseIndexPage,
    CoursePage,
    Fact,
    LessonPage,
    Question,
    QuestionCategory,
    Quiz,
    QuizSlot,
)
from ..models.facts import is_menu_path
from ..models.pages import EVERYONE
from ..review import AS_LISTED
from . import catalogue_files as files
from .catalogue_files import LANGUAGES, ROOT, SOURCE, TARGET, CatalogueError, Data
from .catalogue_questions import category_of, question_stream

LOADED, UPDATED, UNCHANGED, KEPT = "loaded", "updated", "unchanged", "kept"
WHOLE, INDEX = "*", "index"
INDEX_TEXT: dict[str, Data] = {
    "fr": {
        "title": "Se former",
        "slug": "learning",
        "lead": "Des leçons courtes, à votre rythme, pour parler de votre travail sans vous mettre en danger. "
        "Rien n’est enregistré tant que vous ne le demandez pas.",
    },
    "en": {
        "title": "Learn",
        "slug": "learning",
        "lead": "Short lessons, at your own pace, for speaking about your work without putting yourself at risk. "
        "Nothing is recorded until you ask for it.",
    },
}


@dataclass(frozen=True)
class Thing:
    """A translatable thing of the catalogue: what it is, and its fields in each language."""

    key: str
    model: type[Any]
    fields: dict[str, Data]
    parent: Callable[[], Page | None] | None = None
    children: Callable[[Any, Locale], None] | None = None
    depends_on: Sequence[str] = ()

    @property
    def translation_key(self) -> Any:
        return files.fixed_id(self.key)

    @property
    def digest(self) -> str:
        return files.digest_of([self.fields, list(self.depends_on)])


def load_catalogue(*, parent_page: Page | None = None, root: Path = ROOT) -> Counter[str]:
    """Load or refresh the courses.

    In: `parent_page`, the French page they stand under (the site's root when not given); `root`, the folder of files.
    Out: how many things were loaded, updated, unchanged, kept as an editor left them. Raises CatalogueError or
    NotParallel when a file is at fault; what was loaded before it stays.
    """
    whole = files.digest_of_folder(root)
    if CatalogueItem.objects.filter(key=WHOLE, file_digest=whole).exists():
        return Counter({UNCHANGED: CatalogueItem.objects.exclude(key=WHOLE).count()})
    locales = {code: Locale.objects.get_or_create(language_code=code)[0] for code in LANGUAGES}
    outcomes: Counter[str] = Counter()
    catalogue = files.read_catalogue(root)
    for fact in catalogue.facts.values():
        outcomes[_load_fact(fact)] += 1
    _load_categories(catalogue.categories)
    for thing in _things(catalogue, parent_page):
        outcomes[_load(thing, locales)] += 1
    CatalogueItem.objects.update_or_create(key=WHOLE, defaults={"file_digest": whole})
    return outcomes


def _things(catalogue: files.Catalogue, parent_page: Page | None) -> list[Thing]:
    """Everything but facts, each after what it stands on."""
    courses = {course["key"]: course for course in catalogue.courses}
    return [
        _index(parent_page),
        *(_course(course) for course in catalogue.courses),
        *(_lesson(key, texts, courses[key.partition("/")[0]]) for key, texts in catalogue.lessons.items()),
        *(_question(question, catalogue.categories) for question in catalogue.questions.values()),
        *(_quiz(course) for course in catalogue.courses if course["quiz_questions"]),
    ]


def _index(parent_page: Page | None) -> Thing:
    return Thing(INDEX, CourseIndexPage, INDEX_TEXT, parent=lambda: parent_page or _french_home())


def _french_home() -> Page:
    """The French page at the site's root. Raises CatalogueError when there is none."""
    site = Site.objects.filter(is_default_site=True).select_related("root_page__locale").first()
    if site is None or site.root_page.locale.language_code != SOURCE:
        raise CatalogueError("the courses stand under the French home page, and the site has none")
    return site.root_page


def _course(course: Data) -> Thing:
    key = course["key"]
    fields = {
        code: {
            "key": key,
            "title": course[code]["title"],
            "slug": course["slug"][code],
            "summary": course[code]["summary"],
            "gives": course[code]["gives"],
            "objectives": files.stream(f"{key}/objectives", [("objective", o) for o in course[code]["objectives"]]),
            "level": course["level"],
            "is_core": course["core"],
            "strongly_advised": course.get("strongly_advised", False),
            "audience": course.get("audience", EVERYONE),
            "is_sequential": course.get("sequential", False),
            "prerequisites": files.stream(
                f"{key}/prerequisites",
                [("course", str(files.fixed_id(f"courses/{other}"))) for other in course.get("prerequisites", [])],
            ),
        }
        for code in LANGUAGES
    }
    return Thing(f"courses/{key}", CoursePage, fields, parent=lambda: _page(CourseIndexPage, INDEX))


def _lesson(key: str, texts: dict[str, Data], course: Data) -> Thing:
    name = key.partition("/")[2]
    fields = {
        code: {
            "key": key,
            **{field: text[field] for field in ("title", "slug", "minutes", "summary", "objective")},
            "networks": files.stream(f"{key}/networks", [("network", network) for network in text["networks"]]),
            "is_required": name not in course.get("optional_lessons", []),
            "is_open_to_all": name in course.get("open_lessons", []),
            "section": course.get("sections", {}).get(name, {}).get(code, ""),
            "body": files.lesson_stream(key, text["blocks"]),
        }
        for code, text in texts.items()
    }
    return Thing(f"lessons/{key}", LessonPage, fields, parent=lambda: _page(CoursePage, f"courses/{course['key']}"))


def _load_categories(categories: list[Data]) -> None:
    """Make those that are not there; an editor may have given another name to those that are."""
    for category in categories:
        names = {"name_fr": category["fr"], "name_en": category["en"]}
        QuestionCategory.objects.get_or_create(key=category["key"], defaults=names)


def _question(question: Data, categories: list[Data]) -> Thing:
    category = category_of(question, categories)
    fields = {
        code: {
            "key": question["key"],
            "prompt": question[code]["prompt"],
            "explanation": question[code]["explanation"],
            "body": question_stream(question, code),
            "facts": files.stream(f"questions/{question['key']}/facts", [("fact", f) for f in question["facts"]]),
        }
        for code in LANGUAGES
    }

    def point_at_others(instance: Any, locale: Locale) -> None:
        instance.lesson = _page(LessonPage, f"lessons/{question['lesson']}")
        instance.category = QuestionCategory.objects.filter(key=category).first()

    return Thing(
        f"questions/{question['key']}",
        Question,
        fields,
        children=point_at_others,
        depends_on=[question["lesson"], category],
    )


def _quiz(course: Data) -> Thing:
    key = f"quizzes/{course['key']}"
    fields = {
        code: {
            "key": course["key"],
            "title": course[code]["title"],
            "pass_mark": course["pass_mark"],
            "right_answer_when": AS_LISTED,  # docs/adr/0016
        }
        for code in LANGUAGES
    }

    def fill(quiz: Any, locale: Locale) -> None:
        quiz.course = _page(CoursePage, f"courses/{course['key']}")
        known = {slot.translation_key: slot.pk for slot in quiz.slots.all()}
        quiz.slots = [
            QuizSlot(
                pk=known.get(files.fixed_id(key, name)),
                question=Question.objects.get(translation_key=files.fixed_id(f"questions/{name}"), locale=locale),
                sort_order=n,
                locale=locale,
                translation_key=files.fixed_id(key, name),
            )
            for n, name in enumerate(course["quiz_questions"])
        ]

    return Thing(key, Quiz, fields, children=fill, depends_on=course["quiz_questions"])


def _page(model: type[Any], key: str) -> Any:
    """A French page loaded earlier, or None when an editor has removed it."""
    return model.objects.filter(translation_key=files.fixed_id(key), locale__language_code=SOURCE).first()


@transaction.atomic
def _load(thing: Thing, locales: dict[str, Locale]) -> str:
    """Bring one thing up to its files. Out: what became of it."""
    entry = CatalogueItem.objects.filter(key=thing.key).first()
    if entry and entry.file_digest == thing.digest:
        return UNCHANGED
    if entry and entry.state != _state(thing):
        return KEPT
    source = thing.model.objects.filter(translation_key=thing.translation_key, locale=locales[SOURCE]).first()
    source = _write_source(thing, source, locales[SOURCE])
    if source is None:
        return KEPT
    load_translation(source, thing.model(**thing.fields[TARGET], locale=locales[TARGET]), locale=locales[TARGET])
    CatalogueItem.objects.update_or_create(
        key=thing.key, defaults={"file_digest": thing.digest, "state": _state(thing)}
    )
    return UPDATED if entry else LOADED


def _write_source(thing: Thing, source: Any, locale: Locale) -> Any:
    """The French original, published. None when an editor has removed what it stands under."""
    is_new = source is None
    source = source or thing.model(locale=locale, translation_key=thing.translation_key, live=False)
    for name, value in thing.fields[SOURCE].items():
        setattr(source, name, value)
    if is_new and thing.parent:
        parent = thing.parent()
        if parent is None:
            return None
        parent.add_child(instance=source)
    if thing.children:
        thing.children(source, locale)
    if is_new and not thing.parent:
        source.save()
    source.save_revision(clean=True).publish()
    return thing.model.objects.get(pk=source.pk)


def _state(thing: Thing) -> dict[str, int | None]:
    """The latest revision of each language: another one than we left means that an editor was there."""
    rows = thing.model.objects.filter(translation_key=thing.translation_key)
    return dict(rows.order_by("locale__language_code").values_list("locale__language_code", "latest_revision_id"))


@transaction.atomic
def _load_fact(fact: Data) -> str:
    """Bring one fact up to its file; one that an editor has changed is theirs."""
    values = {
        "text_fr": fact["fr"],
        "text_en": fact["en"],
        "source_name": fact["source"]["name"],
        "source_url": fact["source"].get("url") or "",
        "confidence": fact["confidence"],
        "verified_on": _date(fact),
    }
    key, digest = f"facts/{fact['key']}", files.digest_of(values)
    entry = CatalogueItem.objects.filter(key=key).first()
    if entry and entry.file_digest == digest:
        return UNCHANGED
    known = Fact.objects.filter(key=fact["key"]).values(*values).first()
    if entry and (known is None or files.digest_of(known) != entry.state.get("digest")):
        return KEPT
    about = {"is_menu_path": fact.get("menu_path", is_menu_path(fact["key"]))}
    fact_row, _created = Fact.objects.update_or_create(key=fact["key"], defaults=values | about)
    fact_row.full_clean()
    CatalogueItem.objects.update_or_create(key=key, defaults={"file_digest": digest, "state": {"digest": digest}})
    return UPDATED if entry else LOADED


def _date(fact: Data) -> date | None:
    value = fact.get("verified_on")
    if value is not None and not isinstance(value, date):
        raise CatalogueError(f"facts/{fact['key']}: verified_on is not a date")
    return value
