"""A registry of kinds: one file, one kind, its name the key."""

from __future__ import annotations

import sys

import pytest

from core.registry import Kind, Registry


@pytest.fixture
def kinds(tmp_path, monkeypatch):
    folder = tmp_path / "kinds_for_tests"
    folder.mkdir()
    monkeypatch.syspath_prepend(str(tmp_path))

    def make(**files: str) -> Registry:
        for name in ("__init__", *files):
            (folder / f"{name}.py").write_text("from core.registry import Kind\n" + files.get(name, ""))
        return Registry("kinds_for_tests", Kind)

    yield make
    for name in [name for name in sys.modules if name.startswith("kinds_for_tests")]:
        del sys.modules[name]


APPLE = "class Apple(Kind):\n    label = 'An apple'\n"
OLD = "class Old(Kind):\n    label = 'Old'\n    retired = True\n"


@pytest.mark.parametrize(
    "source", ["", "x = 1\n", APPLE + "class Pear(Kind): pass\n", "from kinds_for_tests.apple import Apple\n"]
)
def test_a_file_that_is_not_exactly_one_kind_is_refused(kinds, source):
    registry = kinds(apple=APPLE, strange=source)
    with pytest.raises(ValueError, match="exactly one Kind"):
        list(registry)


def test_an_unknown_key_is_refused(kinds):
    with pytest.raises(KeyError):
        kinds(apple=APPLE)["pear"]


def test_the_name_of_the_file_is_the_key_and_private_files_are_none(kinds):
    registry = kinds(apple=APPLE, old=OLD, _base="class Base(Kind): pass\n")
    assert [kind.key for kind in registry] == ["apple", "old"]
    assert len(registry) == 2
    assert "apple" in registry
    assert "_base" not in registry


def test_a_retired_kind_stays_readable_and_leaves_the_menus(kinds):
    registry = kinds(apple=APPLE, old=OLD)
    assert registry["old"].label == "Old"
    assert registry.choices() == [("apple", "An apple")]
