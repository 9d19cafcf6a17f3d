"""First aid: whole in both languages, and chosen by situation, level and country."""

from __future__ import annotations

import pytest
from django.utils import translation

from coaching import actions, first_aid
from people.models import COUNTRIES


def test_the_catalogue_is_whole():
    assert actions.load_catalogue() == 12
    assert list(first_aid.situations()) == list(first_aid.SITUATIONS)


def test_harassment_and_accidental_disclosure_alone_are_restricted():
    restricted = {key for key, situation in first_aid.situations().items() if situation.restricted}
    assert restricted == {"harassment", "accidental_disclosure"}


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("situation", first_aid.SITUATIONS)
def test_every_situation_answers_in_both_languages(situation, language):
    aid = first_aid.first_aid(situation, first_aid.situations()[situation].level, language)
    assert len(aid.sheet.first_minutes) >= 3
    assert aid.sheet.first_hour
    assert aid.sheet.do_not
    assert aid.sheet.who
    assert aid.universal.never
    assert aid.level.signs


def test_the_two_languages_differ():
    french, english = (first_aid.first_aid("tragedy", 3, code).sheet for code in ("fr", "en"))
    assert french != english


@pytest.mark.parametrize(("level", "in_danger"), [(1, False), (3, False), (4, True)])
def test_only_level_4_is_danger(level, in_danger):
    assert first_aid.first_aid("backlash", level).in_danger is in_danger


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("country", [code for code, _name in COUNTRIES])
def test_every_country_has_numbers_to_call(country, language):
    emergency = first_aid.emergency(country, language)
    assert emergency.numbers[0].url.startswith("tel:")
    assert " " not in emergency.numbers[0].url
    assert emergency.services


def test_numbers_follow_the_country():
    assert [first_aid.emergency(code).numbers[0].number for code in ("FR", "GB", "US", "DE")] == [
        "112",
        "999",
        "911",
        "112",
    ]


def test_a_text_message_is_not_called():
    urls = {number.mode: number.url for number in first_aid.emergency("FR").numbers}
    assert urls["text"] == "sms:114"


def test_names_follow_the_reader():
    with translation.override("fr"):
        french = first_aid.situation_name("hacked_account")
    with translation.override("en"):
        assert first_aid.situation_name("hacked_account") == "Hacked account" != french


def test_an_unknown_language_reads_french():
    assert first_aid.first_aid("backlash", 2, "de") == first_aid.first_aid("backlash", 2, "fr")


def test_a_gap_in_the_catalogue_is_refused_with_its_place():
    with pytest.raises(ValueError, match="hacked_account: no who in en"):
        first_aid._by_language(
            first_aid.Sheet,
            {
                "fr": dict.fromkeys(("name", "recognise", "first_minutes", "first_hour", "do_not", "who"), "x"),
                "en": dict.fromkeys(("name", "recognise", "first_minutes", "first_hour", "do_not"), "x"),
            },
            "hacked_account",
        )
