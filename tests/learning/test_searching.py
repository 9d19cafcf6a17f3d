"""Words to search by."""

from __future__ import annotations

from learning.searching import fold, search_words, stored_texts


def test_accents_capitals_marks_and_apostrophes_do_not_matter():
    assert fold("<p>L’Été, un <strong>cœur</strong>&nbsp;!</p>") == "l'ete, un coeur !"
    assert search_words("  Été   CŒUR ") == ["ete", "coeur"]


def test_at_most_eight_words_are_looked_for():
    assert len(search_words("a " * 50)) == 8


def test_only_texts_of_a_stored_stream_are_kept():
    stored = [
        {"type": "text", "id": "abc", "value": {"html": "<p>Un</p>", "facts": ["key-one"]}},
        {"type": "scenario", "value": {"network": "x", "options": [{"value": {"text": "Deux", "grade": "best"}}]}},
    ]
    assert list(stored_texts(stored)) == ["<p>Un</p>", "Deux"]
