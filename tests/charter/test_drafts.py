"""The catalogue's charter as it would be published."""

from __future__ import annotations

import re

import pytest

from charter import drafts
from charter.actions import load_catalogue
from charter.clause_types._base import is_clean, sanitise
from charter.documents import text_html
from tests.factories.charter import CONTACTS

TAGS = re.compile(r"<(/?\w+)")


@pytest.fixture
def draft():
    return drafts.load_draft(CONTACTS)


def test_a_missing_value_is_refused():
    with pytest.raises(KeyError):
        drafts.load_draft({"company": "X"})


def test_values_are_escaped():
    hostile = {**CONTACTS, "company": "<img src=x onerror=alert(1)> & Cie", "dpo_contact": "<a rel=attachment href=x>"}
    for clauses in drafts.load_draft(hostile).languages.values():
        shown = text_html(clauses, "fr")
        assert "<img" not in shown
        assert "<a " not in shown
        assert "&lt;img src=x onerror=alert(1)&gt; &amp; Cie" in shown


@pytest.mark.parametrize(
    "html",
    [
        "<p>a</p><img src='file:///etc/passwd'>",
        "<p style='color:red'>a</p>",
        "<style>@import 'file:///etc/passwd'</style>",
        "<link rel=attachment href='file:///etc/passwd'>",
        "<a rel=attachment href='file:///etc/passwd'>a</a>",
        "<svg><image href='file:///etc/passwd'/></svg>",
        "<p onclick=x>a</p>",
        "<p>a</p><!-- b -->",
        "<p>" + "a" * 20_001 + "</p>",
    ],
)
def test_what_loads_or_styles_is_not_clean(html):
    assert not is_clean(html)
    assert "file:" not in sanitise(html)


def test_the_draft_has_the_twenty_three_articles_in_order(draft):
    for clauses in draft.languages.values():
        assert [article["number"] for article in clauses["articles"]] == list(range(1, 24))
        assert len(clauses["statements"]) == 3


def test_no_variable_is_left(draft):
    assert "{" not in str([clauses["articles"] for clauses in draft.languages.values()]).replace("{'", "")
    for language, clauses in draft.languages.items():
        assert not re.search(r"\{\w+\}", text_html(clauses, language))


def test_both_languages_have_the_same_elements(draft):
    french, english = (TAGS.findall(text_html(clauses, lang)) for lang, clauses in draft.languages.items())
    assert french == english


def test_headings_skip_no_level(draft):
    for language, clauses in draft.languages.items():
        levels = [int(level) for level in re.findall(r"<h(\d)", text_html(clauses, language))]
        assert levels[0] == 3
        assert set(levels) == {3, 4}


def test_the_words_of_the_document_are_the_same_in_both_languages():
    french, english = drafts.wording("fr"), drafts.wording("en")
    assert list(french) == list(english)
    for name in french:
        assert set(re.findall(r"\{\w+\}", french[name])) == set(re.findall(r"\{\w+\}", english[name])), name
        assert french[name].strip()


def test_the_document_claims_no_more_than_the_law_gives():
    words = " ".join(drafts.wording("fr").values()) + " ".join(drafts.wording("en").values())
    assert not re.search(r"certifi(?!cat)", words.lower())
    assert "n’est pas un cachet qualifié" in words
    assert "it is not a qualified seal" in words


def test_french_typography_of_the_words():
    for text in drafts.wording("fr").values():
        assert not re.search(r" [;!?:»]", text), text
        assert not re.search(r"« ", text), text
        assert "'" not in text, text


def test_loading_the_catalogue_checks_it_and_writes_nothing():
    load_catalogue()
