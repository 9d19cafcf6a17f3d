"""Loading a text in a second language *through* wagtail-localize, so that later syncs keep it.

A hand-made page sharing a translation key with its source is overwritten by the first sync; strings imported as
translations are not.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

import polib
from django.db import models
from wagtail.models import DraftStateMixin, Locale
from wagtail_localize.models import SegmentOverride, Translation, TranslationContext, TranslationSource
from wagtail_localize.segments import StringSegmentValue
from wagtail_localize.segments.extract import extract_segments, quote_path_component


class NotParallel(ValueError):
    """Two texts that should have the same structure do not: the message says where."""


def load_translation(source: models.Model, twin: models.Model, *, locale: Locale) -> Any:
    """Make or refresh the translation of a saved, published object.

    In: `source`, the saved object; `twin`, an unsaved object of the same class holding the text in the other language,
    with the same block ids. Out: the translated object, published when it can be. Raises NotParallel when the two
    differ in structure.
    """
    pairs = pair_segments(source, twin)
    translation_source, _created = TranslationSource.update_or_create_from_instance(source)
    translation, _created = Translation.objects.get_or_create(source=translation_source, target_locale=locale)
    _import_strings(translation, pairs)
    _import_addresses(translation, pairs)
    is_draftable = isinstance(source, DraftStateMixin)
    translation.save_target(publish=not is_draftable)
    target = translation.get_target_instance()
    if is_draftable:
        target.get_latest_revision().publish()
        target.refresh_from_db()
    return target


def pair_segments(source: models.Model, twin: models.Model) -> list[tuple[StringSegmentValue, StringSegmentValue]]:
    """The strings of two parallel objects, side by side. Raises NotParallel at the first difference."""
    ours, theirs = _strings(source), _strings(twin)
    for one, other in zip(ours, theirs, strict=False):
        if one.path != other.path or set(one.attrs or {}) != set(other.attrs or {}):
            raise NotParallel(f"{source!r}: “{one.string.data}” stands beside “{other.string.data}” ({one.path})")
    if len(ours) != len(theirs):
        raise NotParallel(f"{source!r}: {len(ours)} strings stand beside {len(theirs)}")
    return list(zip(ours, theirs, strict=True))


def _strings(instance: models.Model) -> list[StringSegmentValue]:
    return [segment for segment in extract_segments(instance) if isinstance(segment, StringSegmentValue)]


def _import_strings(translation: Translation, pairs: Sequence[tuple[StringSegmentValue, StringSegmentValue]]) -> None:
    po = polib.POFile()
    po.metadata = {"X-WagtailLocalize-TranslationID": str(translation.uuid)}
    seen: dict[tuple[str, str], str] = {}
    for one, other in pairs:
        key = (one.path, one.string.data)
        if seen.setdefault(key, other.string.data) != other.string.data:
            raise NotParallel(f"“{one.string.data}” has two translations in {one.path}")
        po.append(polib.POEntry(msgid=one.string.data, msgctxt=one.path, msgstr=other.string.data))
    if warnings := translation.import_po(po, delete=True, tool_name="catalogue"):
        raise NotParallel(f"{translation.source.object_repr}: {warnings}")


def _import_addresses(translation: Translation, pairs: Sequence[tuple[StringSegmentValue, StringSegmentValue]]) -> None:
    """Links that lead elsewhere in the other language."""
    addresses = {
        f"{one.path}.{quote_path_component(link['href'])}": (link["href"], (other.attrs or {})[anchor]["href"])
        for one, other in pairs
        for anchor, link in (one.attrs or {}).items()
        if "href" in link
    }
    contexts = TranslationContext.objects.filter(object_id=translation.source.object_id, path__in=addresses)
    SegmentOverride.objects.filter(locale=translation.target_locale, context__in=contexts).delete()
    SegmentOverride.objects.bulk_create(
        SegmentOverride(locale=translation.target_locale, context=context, data_json=json.dumps(theirs))
        for context in contexts
        for ours, theirs in [addresses[context.path]]
        if ours != theirs
    )
