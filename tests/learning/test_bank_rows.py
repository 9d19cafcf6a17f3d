"""The CSV of the bank as text: what is written is read back, whatever a spreadsheet did to it."""

from __future__ import annotations

import json

import pytest

from learning import bank_rows

ROW = dict.fromkeys(bank_rows.COLUMNS, "") | {
    "key": "q1",
    "language": "fr",
    "type": "true_false",
    "prompt": "Vrai ; ou « faux » ?\nDeux lignes, une virgule.",
    "content": '{"answer": "true"}',
    "explanation": "Parce que.",
}


def text_of(*rows):
    return "".join(bank_rows.write(rows))


def test_a_broken_quote_is_reported_with_its_line():
    rows, errors = bank_rows.read('key,language,type,prompt,content,explanation\nq1,fr,true_false,"a"b,{},c\n')
    assert rows == []
    assert [error.line for error in errors] == [2]


def test_columns_that_are_missing_unknown_or_double_are_named():
    rows, errors = bank_rows.read("key,key,language,colour\n")
    reasons = " ".join(error.reason for error in errors)
    assert rows == []
    assert {error.line for error in errors} == {1}
    for name in ("prompt", "colour", "key"):
        assert name in reasons


def test_a_row_with_too_many_cells_and_one_that_is_there_twice_are_refused():
    header = "key,language,type,prompt,content,explanation\n"
    rows, errors = bank_rows.read(header + "q1,fr,a,b,c,d,e\nq2,fr,a,b,c,d\n\nq2,fr,a,b,c,d\n")
    assert [row.line for row in rows] == [3]
    assert [error.line for error in errors] == [2, 5]


def test_bytes_that_are_not_utf_8_are_reported_with_their_line():
    with pytest.raises(ValueError, match="2"):
        bank_rows.decode("key\né".encode("latin-1"))


def test_what_is_written_is_read_back():
    rows, errors = bank_rows.read(text_of(ROW))
    assert errors == []
    assert [row.cells for row in rows] == [ROW]
    assert rows[0].line == 2


def test_commas_or_semicolons_with_or_without_a_mark():
    text = text_of(ROW).removeprefix("\ufeff")
    assert bank_rows.read(text)[0][0].cells == ROW
    semicolons = "key;language;type;prompt;content;explanation\nq1;fr;a;b, c;d;e\n"
    rows, errors = bank_rows.read("\ufeff" + semicolons)
    assert (rows[0]["prompt"], errors) == ("b, c", [])
    assert bank_rows.decode(b"\xef\xbb\xbfkey") == "key"


@pytest.mark.parametrize("prompt", ["=1+1", "@you", "-2", "'=1", "''+a", "'quoted'"])
def test_no_cell_is_a_formula_and_each_comes_back_as_it_was(prompt):
    text = text_of(ROW | {"prompt": prompt})
    assert f",{prompt}," not in text or prompt == "'quoted'"
    assert bank_rows.read(text)[0][0]["prompt"] == prompt


def test_content_is_plain_json_and_comes_back():
    stored = {
        "options": [{"type": "item", "id": "a", "value": {"text": "Oui", "is_correct": True}}],
        "items": [{"type": "item", "id": "b", "value": "Un"}],
        "marking": "pairs",
    }
    cell = bank_rows.content_of(stored)
    assert json.loads(cell)["options"] == [{"id": "a", "text": "Oui", "is_correct": True}]
    assert bank_rows.stored_of(cell, {"items/0": "new"}.get) == stored


def test_new_items_need_no_id():
    cell = '{"items": ["Un", {"value": "Deux"}], "options": [{"text": "Oui"}]}'
    stored = bank_rows.stored_of(cell, lambda place: f"id of {place}")
    assert [item["id"] for item in stored["items"]] == ["id of items/0", "id of items/1"]
    assert [item["value"] for item in stored["items"]] == ["Un", "Deux"]
    assert stored["options"][0]["value"] == {"text": "Oui"}


@pytest.mark.parametrize("cell", ["", "{", "[1]", "3"])
def test_content_that_is_no_object_is_refused(cell):
    with pytest.raises(ValueError, match="content"):
        bank_rows.stored_of(cell, str)
