"""Loading what ships with the application: languages, pages, news, editors' rights, and every app's own catalogue.

Idempotent: a text whose file has not changed is not touched, and one that an editor has changed is theirs.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from wagtail.models import Locale, Page, Site

import charter.actions
import coaching.actions
import learning.actions
from core.localization import load_translation

from ..models import CatalogueEntry, HomePage, NewsIndexPage, NewsPage, StandardPage
from . import editors
from .catalogue_files import ROOT, SOURCE, TARGET, PageFile, digest_of, news_fields, page_fields, read_pages
from .indexing import indexed_once

Say = Callable[[str], None]
HOME, NEWS = "pages/home", "pages/news"

LOADED, UPDATED, UNCHANGED, KEPT = "loaded", "updated", "unchanged", "kept as an editor left it"


def _silent(text: str) -> None:
    pass


def load_catalogue(*, say: Say = _silent) -> None:
    """Load or refresh everything that ships with the application.

    In: `say`, called with one line per step. Raises ValueError (NotParallel included) when a file is at fault.
    """
    with indexed_once():
        load_pages(say=say)
        for app in (learning, coaching, charter):
            app.actions.load_catalogue()
            say(f"{app.__name__}: loaded")
    editors.grant_rights()
    say("rights of editors and administrators: set")


@transaction.atomic
def load_pages(*, say: Say = _silent, root: Path = ROOT) -> None:
    """The pages of `home`: the home page first, for every other one stands below it. In: `root`, folder of files."""
    locales = {code: Locale.objects.get_or_create(language_code=code)[0] for code in (SOURCE, TARGET)}
    files = {file.key: file for file in read_pages("pages", root)}
    home = _load(files.pop(HOME), HomePage, page_fields, _tree_root, locales, say)
    if home is not None:
        _make_site_root(home)
    _load(files.pop(NEWS), NewsIndexPage, page_fields, lambda: _loaded(HOME), locales, say)
    for file in files.values():
        _load(file, StandardPage, page_fields, lambda: _loaded(HOME), locales, say)
    for file in read_pages("news", root):
        _load(file, NewsPage, news_fields, lambda: _loaded(NEWS), locales, say)


def _load(
    file: PageFile,
    model: type[Page],
    fields: Callable[[str, dict[str, Any]], dict[str, Any]],
    parent: Callable[[], Page | None],
    locales: dict[str, Locale],
    say: Say,
) -> Page | None:
    """Bring one page up to its files. Out: the French page when it was written, else None."""
    entry = CatalogueEntry.objects.filter(key=file.key).first()
    values = {code: fields(file.key, text) for code, text in file.text.items()}
    pages = _pages(entry, model, locales) if entry else None
    if entry and entry.file_digest == file.digest:
        outcome = UNCHANGED
    elif entry and (pages is None or _is_changed(pages, entry, values)):
        outcome = KEPT
    else:
        outcome = UPDATED if entry else LOADED
    say(f"{file.key}: {outcome}")
    if outcome in (UNCHANGED, KEPT):
        return None
    page = pages[SOURCE] if pages else _new_page(model, values[SOURCE], parent(), locales[SOURCE])
    return _write(page, values, file, locales) if page else None


def _write(page: Page, values: dict[str, dict[str, Any]], file: PageFile, locales: dict[str, Locale]) -> Page:
    """Publish the French text, its English translation through wagtail-localize, and remember both."""
    for name, value in values[SOURCE].items():
        setattr(page, name, value)
    page.save_revision(clean=True).publish()
    page.refresh_from_db()
    twin = type(page)(**values[TARGET], locale=locales[TARGET])
    translated = load_translation(page, twin, locale=locales[TARGET])
    CatalogueEntry.objects.update_or_create(
        key=file.key,
        defaults={
            "translation_key": page.translation_key,
            "file_digest": file.digest,
            "content_digest": _content_digest({SOURCE: page, TARGET: translated}, values),
        },
    )
    return page


def _new_page(model: type[Page], values: dict[str, Any], parent: Page | None, locale: Locale) -> Page | None:
    """A draft below `parent`; None when an editor has removed the parent."""
    if parent is None:
        return None
    page: Page = parent.add_child(
        instance=model(**values, locale=locale, live=False, show_in_menus=model in (StandardPage, NewsIndexPage))
    )
    return page


def _pages(entry: CatalogueEntry, model: type[Page], locales: dict[str, Locale]) -> dict[str, Page] | None:
    """The page in each language, or None when an editor has removed one."""
    found = {
        code: model.objects.filter(translation_key=entry.translation_key, locale=locale).first()
        for code, locale in locales.items()
    }
    return None if None in found.values() else found


def _is_changed(pages: dict[str, Page], entry: CatalogueEntry, values: dict[str, dict[str, Any]]) -> bool:
    """Has an editor changed either page, published or not, since it was loaded?"""
    return any(page.has_unpublished_changes for page in pages.values()) or (
        _content_digest(pages, values) != entry.content_digest
    )


def _content_digest(pages: dict[str, Page], values: dict[str, dict[str, Any]]) -> str:
    """A hash of what the loaded fields hold now. A body is read as data: the order of its keys says nothing."""
    stored = {code: type(page).objects.get(pk=page.pk).serializable_data() for code, page in pages.items()}
    for fields in stored.values():
        if "body" in fields:
            fields["body"] = json.loads(fields["body"])
    return digest_of({code: {name: stored[code][name] for name in values[code]} for code in pages})


def _tree_root() -> Page:
    root: Page = Page.get_first_root_node()
    _remove_welcome_page(root)
    root.refresh_from_db()
    return root


def _remove_welcome_page(root: Page) -> None:
    """Wagtail's first migration makes a page that says "welcome"; a site without any other content starts with ours."""
    for page in root.get_children().type(Page).exact_type(Page):
        page.delete()


def _make_site_root(home: Page) -> None:
    """The French home page answers at the site's root; the host is the installation's. Once: an administrator may
    change either later."""
    if Site.objects.filter(root_page=home).exists():
        return
    address = urlsplit(settings.WAGTAILADMIN_BASE_URL)
    Site.objects.update_or_create(
        is_default_site=True,
        defaults={
            "root_page": home,
            "hostname": address.hostname or "localhost",
            "port": address.port or (443 if address.scheme == "https" else 80),
            "site_name": settings.WAGTAIL_SITE_NAME,
        },
    )


def _loaded(key: str) -> Page | None:
    """A French page loaded earlier, or None when an editor has removed it."""
    entry = CatalogueEntry.objects.filter(key=key).first()
    page = entry and Page.objects.filter(translation_key=entry.translation_key, locale__language_code=SOURCE).first()
    return page.specific if page else None
