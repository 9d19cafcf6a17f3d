"""The blocks for doing and for showing: what an editor may not write, and what both languages share."""

from __future__ import annotations

import json
from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from wagtail.documents import get_document_model
from wagtail.models import Locale
from wagtail_localize.models import Translation, TranslationSource
from wagtail_localize.segments import StringSegmentValue
from wagtail_localize.segments.extract import extract_segments
from wagtailmedia.models import get_media_model

from learning.blocks import AVOID, BEST, LessonBodyBlock
from learning.lessons import files_of, find_prompt, render_parts
from learning.models import LessonPage
from tests.factories.learning import block, items, make_course, make_lesson, make_message

pytestmark = pytest.mark.django_db
SCENARIO = {
    "title": "Un post",
    "author": "Un collègue",
    "network": "x",
    "post": "Nous sommes les meilleurs.",
    "question": "Que faire ?",
}


def cleaned(*blocks):
    body = LessonBodyBlock()
    return body.clean(body.to_python(list(blocks)))


def scenario(*grades):
    options = [{"text": f"Option {n}", "grade": grade, "feedback": "Parce que."} for n, grade in enumerate(grades)]
    return block("scenario", **SCENARIO, options=items(*options), facts=[])


def table(head=("Quoi", "Qui"), rows=(("Un", "Deux"),)):
    return block("table", caption="Légende", head=items(*head), rows=items(*(items(*row) for row in rows)), facts=[])


def reflection(prompt="Qui vous lit ?"):
    return block("reflection", title="Pour vous", prompt=prompt, facts=[])


def accordion():
    return block("accordion", parts=items({"title": "Un titre", "html": "<p>Un texte.</p>"}), facts=[])


@pytest.mark.parametrize("grades", [[AVOID, AVOID], [BEST, BEST], [BEST]])
def test_a_scenario_has_one_best_option_among_several(grades):
    with pytest.raises(ValidationError):
        cleaned(scenario(*grades))


def test_a_row_has_as_many_cells_as_there_are_columns():
    with pytest.raises(ValidationError):
        cleaned(table(rows=[("Un",)]))
    assert cleaned(table())


def test_a_scenario_opens_each_option_on_its_reason_and_sends_nothing():
    html = render_parts(cleaned(scenario(BEST, AVOID)))[0].html
    assert html.count("<details") == 2
    assert "Parce que." in html
    assert "<form" not in html


def test_a_table_names_its_columns_and_rows():
    html = render_parts(cleaned(table()))[0].html
    assert '<th scope="col">Quoi</th>' in html
    assert '<th scope="row">Un</th>' in html
    assert "<caption>Légende</caption>" in html


def test_what_is_the_readers_is_data_and_not_markup():
    parts = render_parts(cleaned(reflection()))
    assert parts[0].html == ""
    assert find_prompt(parts, parts[0].prompt.id).text == "Qui vous lit ?"
    assert find_prompt(parts, "another") is None


# --- films ---
def captions(name="sous-titres.vtt", content=b"WEBVTT\n\n00:00.000 --> 00:01.000\nBonjour\n"):
    return get_document_model().objects.create(title=name, file=ContentFile(content, name=name))


def film():
    return get_media_model().objects.create(
        title="Un film", type="video", duration=1, file=ContentFile(b"0123456789", name="film.mp4")
    )


def video(document, transcript="<p>Bonjour.</p>"):
    return block(
        "video", video=film().pk, title="Un film", captions=document and document.pk, transcript=transcript, facts=[]
    )


@pytest.mark.parametrize(
    "broken",
    [
        lambda: video(None),
        lambda: video(captions(), transcript=""),
        lambda: video(captions(name="sous-titres.txt")),
        lambda: video(captions(content=b"Bonjour")),
    ],
)
def test_a_film_without_captions_or_transcript_is_refused(broken):
    with pytest.raises(ValidationError):
        cleaned(broken())


def test_a_film_is_served_from_its_lesson_and_from_no_other_site():
    body = cleaned(video(captions()))
    html = render_parts(body, "11111111-1111-1111-1111-111111111111")[0].html
    assert "/learning/lessons/11111111-1111-1111-1111-111111111111/videos/" in html
    assert "<track" in html
    assert "<iframe" not in html
    assert files_of(body.raw_data, "video") == {body[0].value["video"].pk}


# --- languages ---
def test_every_text_of_the_new_blocks_is_a_string_to_translate():
    lesson = make_lesson(make_course(), body=[scenario(BEST, AVOID), table(), reflection(), accordion()])
    strings = {s.string.data for s in extract_segments(lesson) if isinstance(s, StringSegmentValue)}
    expected = {
        "Un post",
        "Nous sommes les meilleurs.",
        "Option 0",
        "Option 1",
        "Quoi",
        "Deux",
        "Un titre",
        "Un texte.",
    }
    assert expected | {"Qui vous lit ?", "Légende", "Parce que."} <= strings
    assert not {"best", "avoid", "x"} & strings


def test_a_lesson_is_translated_with_its_tables_folds_and_messages():
    message = make_message()
    body = [table(), accordion(), reflection(), block("key_message", message=message.pk, facts=[])]
    lesson = make_lesson(make_course(), body=body)
    english = Locale.objects.get_or_create(language_code="en")[0]
    for instance in (message, lesson.get_parent().get_parent().specific, lesson.get_parent().specific, lesson):
        source, _created = TranslationSource.update_or_create_from_instance(instance)
        translation = Translation.objects.create(source=source, target_locale=english)
        translation.save_target(publish=True)
    twin = LessonPage.objects.get(translation_key=lesson.translation_key, locale=english)
    assert [b.id for b in twin.body] == [b.id for b in lesson.body]
    assert [list(row) for row in twin.body[0].value["rows"]] == [["Un", "Deux"]]
    assert twin.body[3].value["message"].locale == english
    assert twin.body[3].value["message"].translation_key == message.translation_key
    assert json.dumps(twin.body[1].value["parts"][0]["title"]) == '"Un titre"'


def test_a_message_has_a_state_for_each_day():
    today = date(2027, 1, 15)
    message = make_message(valid_from=today, valid_to=today + timedelta(days=1))
    days = [message.state_on(today + timedelta(days=n)) for n in (-1, 0, 1, 2)]
    assert days == ["upcoming", "valid", "valid", "expired"]
