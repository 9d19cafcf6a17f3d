"""Characters that nobody sees are named, and ordinary writing in any script is left alone."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError

from core.visible import check_visible, check_visible_fields, hidden_characters, with_hidden_shown


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("Nora\u202eNovembre", ["U+202E"]),
        ("\u2066Nora\u2069", ["U+2066", "U+2069"]),
        ("No\u200bra\u200b", ["U+200B"]),
        ("No\u200dra", ["U+200D"]),  # a joiner between Latin letters joins nothing
        ("\u200cنورا", ["U+200C"]),
        ("Nora\u200e", ["U+200E"]),
        ("No\u00adra", ["U+00AD"]),
        ("\ufeffNora", ["U+FEFF"]),
        ("Nora\nNovembre", ["U+000A"]),
        ("Nora\tN\x00", ["U+0009", "U+0000"]),
        ("Nora\u2028N", ["U+2028"]),
        ("\ud800", ["U+D800"]),
        ("\ue000", ["U+E000"]),
        ("\u0378", ["U+0378"]),
        ("No\u3164ra\u2800", ["U+3164", "U+2800"]),
        ("N\U000e0041", ["U+E0041"]),
    ],
)
def test_what_nobody_sees_is_named(text, codes):
    assert hidden_characters(text) == codes
    with pytest.raises(ValidationError, match=r"U\+"):
        check_visible(text)
    assert not hidden_characters(with_hidden_shown(text))
    assert "\ufffd" in with_hidden_shown(text)


@pytest.mark.parametrize(
    "text",
    ["", "Alice Œuvrard-D’Arc", "Zażółć\u00a0Gęślą", "Jeanne\u202fd’Arc", "e\u0301lodie", "محمد", "דוד", "علی\u200cرضا", "क्\u200dष",
     "শ\u09cd\u200dয", "小林", "葛\U000e0100城", "Ana 🙂", "김민수", "نورا=1"],
)  # fmt: skip
def test_ordinary_writing_passes(text):
    check_visible(text)
    assert with_hidden_shown(text) == text


def test_several_fields_each_have_their_sentence():
    with pytest.raises(ValidationError) as refused:
        check_visible_fields(
            {"first_name": "No\u202era", "last_name": "Novembre", "entity": None, "email": "a\u200b@b.c"}
        )
    assert set(refused.value.message_dict) == {"first_name", "email"}
