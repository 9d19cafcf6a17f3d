"""The question bank as a file: all of it or nothing, and an export that changes nothing when it comes back."""

from __future__ import annotations

import json

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse
from wagtail.models import Locale

from core.errors import NotAllowed
from learning import actions, bank_rows, queries
from learning.models import Question, QuestionCategory
from learning.question_types import REGISTRY
from tests.factories.learning import FactFactory, make_question
from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db
CHOICES = {"options": [{"text": "Oui", "is_correct": True}, {"text": "Non", "is_correct": False}]}
YES_NO = {"options": [{"text": "Yes", "is_correct": True}, {"text": "No", "is_correct": False}]}


@pytest.fixture
def keeper():
    """An editor with the rights that the catalogue gives."""
    from home.actions.editors import grant_rights

    grant_rights()
    return UserFactory(roles=["editor"])


def row(**cells):
    content = cells.pop("content", CHOICES)
    base = {"key": "ours", "language": "fr", "type": "single_choice", "prompt": "Est-ce libre ?", "explanation": "Oui."}
    return dict.fromkeys(bank_rows.COLUMNS, "") | base | {"content": json.dumps(content)} | cells


def english(**cells):
    words = {"language": "en", "prompt": "Is it free?", "explanation": "Yes.", "content": YES_NO}
    return row(**{**words, **cells})


def text_of(*rows):
    return "".join(bank_rows.write(rows))


def take(*rows, dry_run=False):
    return actions.import_questions(text=text_of(*rows), by=None, dry_run=dry_run)


def export():
    return "".join(bank_rows.write(queries.bank_export()))


def test_only_those_who_keep_the_bank_import(alice, keeper):
    with pytest.raises(NotAllowed):
        actions.import_questions(text=text_of(row()), by=alice)
    assert actions.import_questions(text=text_of(row()), by=keeper).counts["created"] == 1


@pytest.mark.parametrize(
    ("cells", "word"),
    [
        ({"language": "de"}, "language"),
        ({"type": "riddle"}, "riddle"),
        ({"type": "true_false"}, "options"),
        ({"prompt": " "}, "prompt"),
        ({"explanation": ""}, "explanation"),
        ({"status": "gone"}, "status"),
        ({"category": "nowhere"}, "nowhere"),
        ({"lesson": "nowhere"}, "nowhere"),
        ({"facts": "nowhere"}, "nowhere"),
        ({"content": {"options": [{"text": "Oui", "is_correct": False}] * 2}}, "content"),
        ({"content": {"options": 3}}, "content"),
        ({"content": {"colour": "red", **CHOICES}}, "colour"),
        ({"key": ""}, "key"),
    ],
)
def test_a_wrong_row_is_refused_with_its_line_and_nothing_is_kept(cells, word):
    report = take(row(key="fine"), row(**{"key": "wrong", **cells}))
    assert [error.line for error in report.errors] == [3]
    assert word in str(report.errors[0]) or word == "riddle"
    assert not Question.objects.exists()


def test_an_empty_file_is_refused():
    assert take().errors


def test_languages_that_are_not_parallel_are_refused():
    more = {"options": [*YES_NO["options"], {"text": "Perhaps", "is_correct": False}]}
    report = take(row(), english(content=more))
    assert [error.line for error in report.errors] == [3]
    report = take(row(), english(content={"options": list(reversed(YES_NO["options"]))}))
    assert [error.line for error in report.errors] == [3]
    report = take(row(), english(category=QuestionCategory.objects.create(key="c", name_fr="c", name_en="c").key))
    assert "category" in report.errors[0].reason
    assert not Question.objects.exists()


def test_a_rehearsal_keeps_nothing():
    report = take(row(), english(), dry_run=True)
    assert report.counts == {"created": 2, "updated": 0, "unchanged": 0}
    assert not Question.objects.exists()


def test_a_question_is_made_in_both_languages_then_left_alone_then_changed():
    QuestionCategory.objects.create(key="rules", name_fr="Règles", name_en="Rules")
    FactFactory(key="f1")
    shared = {"category": "rules", "tags": "new, b", "facts": "f1"}
    take(row(**shared), english(**shared))
    french, ours = (Question.objects.get(locale__language_code=code) for code in ("fr", "en"))
    assert french.translation_key == ours.translation_key
    assert (ours.prompt, ours.live, ours.category.key) == ("Is it free?", True, "rules")
    assert sorted(tag.name for tag in ours.tags.all()) == ["b", "new"]
    assert french.source().config["options"][0]["id"] == ours.source().config["options"][0]["id"]
    again = take(row(**shared), english(**shared))
    assert again.counts == {"created": 0, "updated": 0, "unchanged": 2}
    changed = take(row(**shared), english(**shared, prompt="Is it really free?"))
    assert changed.counts == {"created": 0, "updated": 1, "unchanged": 1}
    ours.refresh_from_db()
    assert ours.prompt == "Is it really free?"
    assert Question.objects.count() == 2


def test_a_draft_stays_one():
    take(row(status="draft"))
    question = Question.objects.get()
    assert not question.live
    assert take(row(status="draft")).counts["unchanged"] == 1
    take(row())
    question.refresh_from_db()
    assert question.live
    take(row(status="draft"))
    question.refresh_from_db()
    assert not question.live


def test_one_language_alone_is_enough():
    take(english(key="alone"))
    assert Question.objects.get().locale == Locale.objects.get(language_code="en")
    assert take(row(key="alone")).errors, "its source is English"


def example_rows():
    """Every type, by its own example."""
    for kind in REGISTRY:
        block = kind.block()
        value = block.get_prep_value(block.to_python(kind.example.block))
        stored = json.loads(json.dumps(value, default=str))
        yield row(key=f"of-{kind.key}", type=kind.key, content=bank_rows._plain(stored))


def test_an_export_of_every_type_comes_back_without_a_difference():
    assert take(*example_rows()).errors == []
    make_question(facts=())
    first = export()
    report = actions.import_questions(text=first, by=None, dry_run=False)
    assert report.errors == []
    assert report.counts == {"created": 0, "updated": 0, "unchanged": len(REGISTRY) + 1}
    assert export() == first
    Question.objects.all().delete()
    assert actions.import_questions(text=first, by=None, dry_run=False).errors == []
    assert export() == first


def test_the_export_costs_the_same_for_one_and_for_three(django_assert_max_num_queries):
    make_question()
    with django_assert_max_num_queries(4):
        list(queries.bank_export())
    make_question()
    make_question()
    with django_assert_max_num_queries(4):
        assert len(list(queries.bank_export())) == 3


def test_the_commands(tmp_path, capsys):
    make_question()
    path = tmp_path / "bank.csv"
    call_command("export_questions", path)
    path.write_text(path.read_text("utf-8").replace("Le programme est libre.", "Il est libre."), "utf-8")
    call_command("import_questions", path)
    assert "Nothing was imported" in capsys.readouterr().out
    assert Question.objects.get().explanation == "Le programme est libre."
    call_command("import_questions", path, apply=True)
    assert Question.objects.get().explanation == "Il est libre."
    path.write_bytes("key\n\xe9".encode("latin-1"))
    with pytest.raises(CommandError, match="UTF-8"):
        call_command("import_questions", path)


# --- The page ------------------------------------------------------------------------------------------------------
def upload(client, text):
    from django.core.files.uploadedfile import SimpleUploadedFile

    return client.post(reverse("bank_import"), {"file": SimpleUploadedFile("bank.csv", text.encode())})


def test_the_page_says_what_is_wrong_and_imports_nothing(client, keeper):
    client.force_login(keeper)
    assert client.post(reverse("bank_import"), {}).status_code == 422
    response = upload(client, text_of(row(explanation="")))
    assert response.status_code == 422
    assert "explanation" in response.content.decode()
    assert not Question.objects.exists()


def test_the_page_shows_then_imports_once_confirmed(client, keeper):
    client.force_login(keeper)
    assert client.get(reverse("bank_import")).status_code == 200
    response = upload(client, text_of(row()))
    assert "Est-ce libre ?" in response.content.decode()
    assert not Question.objects.exists()
    text = response.context["form"].cleaned_data["text"]
    response = client.post(reverse("bank_import"), {"text": text.replace("\n", "\r\n"), "confirm": "yes"})
    assert response.status_code == 302
    assert Question.objects.get().prompt == "Est-ce libre ?"
    assert b"".join(client.get(reverse("bank_export"))).decode() == export()


def test_an_ambassador_finds_no_such_page(client, alice):
    client.force_login(alice)
    for name in ("bank_import", "bank_export"):
        assert client.get(reverse(name)).status_code == 404
