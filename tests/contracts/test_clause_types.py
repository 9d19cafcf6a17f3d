"""Every clause type keeps its contract: a file dropped into the folder is held to all of this."""

from __future__ import annotations

from pathlib import Path

import pytest

from charter.clause_types import AMBASSADOR, BOTH, CLAUSE_TYPES, COMPANY

SHIPPED = Path(__file__).with_name("shipped_kinds.txt").read_text().split()
PREFIX = "charter.clause_types."
TYPES = [kind.key for kind in CLAUSE_TYPES]


def shipped() -> set[str]:
    return {line.removeprefix(PREFIX) for line in SHIPPED if line.startswith(PREFIX)}


def test_the_shipped_types_are_the_types_there_are():
    assert shipped() == set(TYPES)


@pytest.mark.parametrize("key", TYPES)
def test_a_type_says_whom_it_may_bind(key):
    kind = CLAUSE_TYPES[key]
    assert str(kind.label)
    assert kind.binds
    assert set(kind.binds) <= {AMBASSADOR, COMPANY, BOTH}
    assert kind.example["binds"] in kind.binds


@pytest.mark.parametrize("key", TYPES)
def test_the_example_may_be_published(key):
    assert CLAUSE_TYPES[key].problems(CLAUSE_TYPES[key].example) == []


@pytest.mark.parametrize("key", TYPES)
def test_an_empty_or_hostile_clause_may_not(key):
    kind = CLAUSE_TYPES[key]
    assert kind.problems({})
    for hostile in ("<img src='file:///etc/passwd'>", "<style>@import 'x'</style>", "<svg></svg>", "<a href=x>a</a>"):
        assert kind.problems({**kind.example, "html": f"<p>a</p>{hostile}"}), hostile


@pytest.mark.parametrize("key", TYPES)
def test_the_editor_s_block_takes_the_example(key):
    kind = CLAUSE_TYPES[key]
    block = kind.block()
    block.clean(block.to_python(kind.example))
