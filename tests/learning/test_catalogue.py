"""Loading the catalogue: once, again, after an editor's change, and through a sync of languages."""

from __future__ import annotations

import json

import pytest
from wagtail.models import Locale
from wagtail_localize.models import Translation, TranslationSource

from core.localization import NotParallel
from learning.actions import load_catalogue
from learning.actions.catalogue import KEPT, LOADED, UNCHANGED, UPDATED
from learning.actions.catalogue_files import CatalogueError
from learning.models import CatalogueItem, CourseIndexPage, CoursePage, Fact, LessonPage, Question, Quiz
from tests.factories.learning import site_root

from .small_catalogue import change, write_catalogue

pytestmark = pytest.mark.django_db
THINGS = 2 + 1 + 1 + 2 + 3 + 1  # facts, list, course, lessons, questions, quiz


@pytest.fixture
def root(tmp_path):
    return write_catalogue(tmp_path)


@pytest.fixture
def loaded(root):
    return load_catalogue(root=root)


def page(model, code, **filters):
    return model.objects.get(locale__language_code=code, **filters)


def lesson(code, n=1):
    return page(LessonPage, code, key=f"course-1/lesson-{n}")


def texts(instance):
    """Every field a reader may see, as stored."""
    data = instance.serializable_data()
    return {name: json.dumps(value) for name, value in data.items() if name in FIELDS}


FIELDS = {"title", "slug", "summary", "objective", "objectives", "gives", "body", "prompt", "explanation"}


# --- what is at fault ---


def test_a_missing_language_stops_the_load(root):
    (root / "lessons/course-1/lesson-2.en.yaml").unlink()
    with pytest.raises(CatalogueError, match=r"lesson-2\.en"):
        load_catalogue(root=root)


@pytest.mark.parametrize(
    "edit",
    [
        lambda lesson: lesson["blocks"].pop(),
        lambda lesson: lesson.update(minutes=9),
        lambda lesson: lesson["blocks"][2]["do"].append("One more"),
        lambda lesson: lesson["blocks"][3]["steps"][0].update(key="other"),
        lambda lesson: lesson["blocks"][0].update(facts=[]),
    ],
)
def test_languages_that_differ_in_structure_stop_the_load(root, edit):
    change(root / "lessons/course-1/lesson-1.en.yaml", edit)
    with pytest.raises(CatalogueError, match="course-1/lesson-1"):
        load_catalogue(root=root)


def test_a_paragraph_more_in_one_language_stops_the_load(root):
    path = root / "lessons/course-1/lesson-1.en.yaml"
    change(path, lambda lesson: lesson["blocks"][0].update(html="<p>One</p><p>Two</p><p>Three</p>"))
    with pytest.raises(NotParallel):
        load_catalogue(root=root)


def test_a_question_nobody_wrote_stops_the_load(root):
    change(root / "courses/course-1.yaml", lambda course: course["quiz_questions"].append("q9"))
    with pytest.raises(CatalogueError, match="q9"):
        load_catalogue(root=root)


def test_a_fact_nobody_wrote_stops_the_load(root):
    change(root / "facts/course-1.yaml", lambda facts: facts.pop())
    with pytest.raises(CatalogueError, match="fact-two"):
        load_catalogue(root=root)


def test_a_block_of_an_unknown_type_stops_the_load(root):
    for code in ("fr", "en"):
        change(root / f"lessons/course-1/lesson-1.{code}.yaml", lambda lesson: lesson["blocks"][1].update(type="song"))
    with pytest.raises(CatalogueError, match="song"):
        load_catalogue(root=root)


def test_without_a_french_home_page_the_load_says_so(root):
    home = site_root()
    home.locale = Locale.objects.get_or_create(language_code="en")[0]
    home.save()
    with pytest.raises(CatalogueError, match="French home page"):
        load_catalogue(root=root)


# --- once ---


def test_everything_is_there_in_both_languages(loaded):
    assert loaded == {LOADED: THINGS}
    for code, words in {"fr": ("Leçon 1", "Le cours"), "en": ("Lesson 1", "The course")}.items():
        assert (lesson(code).title, page(CoursePage, code).title) == words
        assert lesson(code).live
        assert lesson(code).get_parent().specific == page(CoursePage, code)
        assert page(CoursePage, code).get_parent().specific == page(CourseIndexPage, code)
        quiz = page(Quiz, code)
        assert quiz.live
        assert quiz.pass_mark == 70
        assert [question.key for question in quiz.published_questions()] == ["q1", "q2", "q3"]
        assert all(question.lesson == lesson("fr") for question in quiz.published_questions())
    assert page(CoursePage, "en").url == "/en/learning/the-course/"
    assert "https://example.com/en/help" in str(lesson("en").body[0].value["html"])
    assert Fact.objects.count() == 2


def test_both_languages_share_keys_and_block_ids(loaded):
    assert lesson("fr").translation_key == lesson("en").translation_key
    assert [b.id for b in lesson("fr").body] == [b.id for b in lesson("en").body]
    french, english = page(Question, "fr", key="q2"), page(Question, "en", key="q2")
    assert [o.id for o in french.body[0].value["options"].bound_blocks] == [
        o.id for o in english.body[0].value["options"].bound_blocks
    ]


def test_nothing_is_left_to_translate(loaded):
    for translation in Translation.objects.all():
        total, done = translation.get_progress()
        assert total == done


# --- again ---


def test_a_second_load_does_no_work(root, loaded, queries):
    with queries() as captured:
        assert load_catalogue(root=root) == {UNCHANGED: THINGS}
    assert len(captured) == 2


def test_a_changed_file_is_loaded_again_and_nothing_else(root, loaded):
    for code, title in {"fr": "Nouveau titre", "en": "New title"}.items():
        change(root / f"lessons/course-1/lesson-1.{code}.yaml", lambda data, title=title: data.update(title=title))
    before = LessonPage.objects.get(pk=lesson("fr", 2).pk).latest_revision_id
    assert load_catalogue(root=root) == {UPDATED: 1, UNCHANGED: THINGS - 1}
    assert (lesson("fr").title, lesson("en").title) == ("Nouveau titre", "New title")
    assert lesson("fr", 2).latest_revision_id == before


def test_a_changed_quiz_keeps_its_slots(root, loaded):
    before = set(page(Quiz, "fr").slots.values_list("pk", flat=True))
    change(
        root / "courses/course-1.yaml", lambda course: course.update(quiz_questions=["q3", "q1", "q2"], pass_mark=60)
    )
    load_catalogue(root=root)
    for code in ("fr", "en"):
        assert [q.key for q in page(Quiz, code).published_questions()] == ["q3", "q1", "q2"]
        assert page(Quiz, code).pass_mark == 60
    assert set(page(Quiz, "fr").slots.values_list("pk", flat=True)) == before


# --- after an editor ---


@pytest.mark.parametrize("publish", [True, False])
@pytest.mark.parametrize("code", ["fr", "en"])
def test_what_an_editor_changed_is_theirs(root, loaded, code, publish):
    edited = lesson(code)
    edited.summary = "Écrit par une éditrice"
    revision = edited.save_revision()
    if publish:
        revision.publish()
    for each in ("fr", "en"):
        change(root / f"lessons/course-1/lesson-1.{each}.yaml", lambda data: data.update(minutes=12))
    outcomes = load_catalogue(root=root)
    assert outcomes[KEPT] == 1
    assert lesson(code).latest_revision_id == revision.pk
    assert lesson("fr").minutes == 4


def test_what_an_editor_removed_stays_removed(root, loaded):
    lesson("fr", 2).delete()
    for code in ("fr", "en"):
        change(root / f"lessons/course-1/lesson-2.{code}.yaml", lambda data: data.update(minutes=12))
    load_catalogue(root=root)
    assert not LessonPage.objects.filter(key="course-1/lesson-2", locale__language_code="fr").exists()


def test_a_fact_an_editor_changed_is_theirs(root, loaded):
    Fact.objects.filter(key="fact-one").update(confidence="C")
    change(root / "facts/course-1.yaml", lambda facts: facts[0].update(fr="Autrement dit."))
    change(root / "facts/course-1.yaml", lambda facts: facts[1].update(fr="Autrement dit."))
    load_catalogue(root=root)
    assert Fact.objects.get(key="fact-one").text_fr == "Un fait (fact-one)."
    assert Fact.objects.get(key="fact-two").text_fr == "Autrement dit."


def test_one_french_string_changed_and_synchronised_leaves_every_other_english_string(loaded):
    """The trap of hand-made translations: the first sync would write French over all of them."""
    source = lesson("fr")
    before = {instance: texts(instance) for model in (LessonPage, CoursePage, Question) for instance in english(model)}
    source.body[1].value["text"] = "Une phrase que l’éditrice a changée."
    source.save_revision().publish()

    TranslationSource.objects.get(object_id=source.translation_key).update_from_db()
    Translation.objects.get(source__object_id=source.translation_key).save_target(publish=False)
    lesson("en").get_latest_revision().publish()

    for instance, old in before.items():
        instance.refresh_from_db()
        new = texts(instance)
        if instance != lesson("en"):
            assert new == old
            continue
        assert new.pop("body") != old.pop("body")
        assert new == old
    blocks = [(b.block_type, b.block.get_prep_value(b.value)) for b in lesson("en").body]
    assert blocks[1][1]["text"] == "Une phrase que l’éditrice a changée."  # nobody has translated it yet
    assert blocks[0][1]["html"] == '<h2>Lesson</h2><p>Yes, <a href="https://example.com/en/help">Turn on</a>.</p>'
    assert blocks[4][1]["title"] == "Lesson ?"


def english(model):
    return list(model.objects.filter(locale__language_code="en"))


def test_what_was_loaded_is_remembered_by_revision(loaded):
    item = CatalogueItem.objects.get(key="lessons/course-1/lesson-1")
    assert item.state == {"en": lesson("en").latest_revision_id, "fr": lesson("fr").latest_revision_id}
