"""A stream fed by a registry: a new kind makes no migration."""

from __future__ import annotations

from django.db.migrations.writer import MigrationWriter

from core.fields import KindsField
from core.registry import Kind
from learning.models import Question
from learning.question_types import REGISTRY

PATH = "learning.question_types.REGISTRY"


def field() -> KindsField:
    made = KindsField(PATH, max_num=1)
    made.set_attributes_from_name("body")
    return made


def test_each_kind_is_a_block():
    assert set(field().stream_block.child_blocks) == {kind.key for kind in REGISTRY}


def test_a_migration_names_the_registry_and_no_block():
    name, path, args, kwargs = field().deconstruct()
    assert (name, path, args) == ("body", "core.fields.KindsField", [PATH])
    assert "block_lookup" not in kwargs
    written, _imports = MigrationWriter.serialize(field())
    assert not any(kind.key in written for kind in REGISTRY)


def test_a_new_kind_makes_no_migration(monkeypatch):
    before = field().deconstruct()

    class Invented(type(REGISTRY["true_false"])):
        key = "invented"

    monkeypatch.setattr(REGISTRY, "_kinds", {**REGISTRY.kinds, "invented": Invented()})
    after = field()
    assert "invented" in after.stream_block.child_blocks
    assert after.deconstruct() == before


def test_a_field_made_again_from_its_migration_is_the_same():
    _name, _path, args, kwargs = field().deconstruct()
    again = KindsField(*args, **kwargs)
    assert set(again.stream_block.child_blocks) == set(field().stream_block.child_blocks)


def test_the_question_bank_uses_it():
    kinds = [f for f in Question._meta.get_fields() if isinstance(f, KindsField)]
    assert [f.registry for f in kinds] == [PATH]
    assert all(isinstance(kind, Kind) for kind in REGISTRY)
