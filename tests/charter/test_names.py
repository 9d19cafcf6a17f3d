"""Names as people type them."""

import pytest

from charter.names import check_printable, fold, same_person
from core.errors import WrongState


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("", ""),
        (" ", "Alice Martin"),
        ("Alice", "Alice Martin"),
        ("Alice Martin Dupont", "Alice Martin"),
        ("Alicia Martin", "Alice Martin"),
        ("🙂", "Alice"),
    ],
)
def test_another_name_is_not_the_same_person(typed, expected):
    assert not same_person(typed, expected)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("alice MARTIN", "Alice Martin"),
        ("  Alice   Martin ", "Alice Martin"),
        ("Martin Alice", "Alice Martin"),
        ("Amelie Oeuvrard", "Amélie Œuvrard"),
        ("jeanne d'arc", "Jeanne d’Arc"),
        ("Marie Anne Le Goff", "Marie-Anne Le Goff"),
        ("Zazolc Gesla Jazn", "Zażółć Gęślą Jaźń"),
        ("ελενη παπαδοπουλου", "Ελένη Παπαδοπούλου"),
        ("Jörg Weiß", "JÖRG WEISS"),
        ("عمر الفاروق", "عمر الفاروق"),
        ("Ana 🙂", "Ana 🙂"),
    ],
)
def test_accents_case_hyphens_and_order_do_not_matter(typed, expected):
    assert same_person(typed, expected)


def test_fold_keeps_words_apart():
    assert fold("Zażółć Œuvrard-D’Arc") == "zazolc oeuvrard d arc"


@pytest.mark.parametrize("value", ["Nora\u202e Novembre", "Nora\u200b", "Nora\x07", "\u2067Nora"])
def test_nothing_that_nobody_sees_is_printed(value):
    with pytest.raises(WrongState, match=r"U\+"):
        check_printable(["Maison", value])


def test_ordinary_names_are_printed():
    check_printable(["", "Zażółć Œuvrard-D’Arc", "علی\u200cرضا"])
