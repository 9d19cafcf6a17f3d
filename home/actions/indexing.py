"""Indexing what is loaded once, at the end: Wagtail does it at each save, and publishing a page saves it several times."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db.models import Model
from django.db.models.signals import post_save
from modelsearch.index import get_indexed_models
from modelsearch.signal_handlers import post_save_signal_handler
from modelsearch.tasks import insert_or_update_object_task
from wagtail.models import ReferenceIndex
from wagtail.signal_handlers import disable_reference_index_auto_update
from wagtail.tasks import update_reference_index_task


@contextmanager
def indexed_once() -> Iterator[None]:
    """Inside, saved objects are noted; on leaving, each is put once into the search and the reference index.

    For a command that runs alone: the whole process indexes late. After an error nothing is indexed; the next load
    writes again what was not finished.
    """
    searched = [model for model in get_indexed_models() if getattr(model, "search_auto_update", True)]
    saved: dict[tuple[type[Model], Any], None] = {}

    def note(sender: type[Model], instance: Model, raw: bool = False, **_extra: Any) -> None:
        if not raw:
            saved[sender, instance.pk] = None

    for model in searched:
        post_save.disconnect(post_save_signal_handler, sender=model)
    post_save.connect(note)
    try:
        with disable_reference_index_auto_update():
            yield
    finally:
        post_save.disconnect(note)
        for model in searched:
            post_save.connect(post_save_signal_handler, sender=model)
    is_searched = set(searched).__contains__
    for model, pk in saved:
        if is_searched(model) or ReferenceIndex.is_indexed(model):
            _index(model, pk, is_searched=is_searched(model))


def _index(model: type[Model], pk: Any, *, is_searched: bool) -> None:
    """Skips what was deleted meanwhile; a child's references are indexed with its parent, which was saved too."""
    if not model._default_manager.filter(pk=pk).exists():
        return
    name = (model._meta.app_label, model._meta.model_name, str(pk))
    if is_searched:
        insert_or_update_object_task.enqueue(*name)
    if ReferenceIndex.is_indexed(model):
        update_reference_index_task.enqueue(*name)
