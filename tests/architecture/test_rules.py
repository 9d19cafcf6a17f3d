"""What a reviewer would otherwise say twice."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import polib
import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction

ROOT = Path(__file__).resolve().parents[2]
APPS = ["config", "core", "people", "learning", "coaching", "charter", "home"]
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
LANGUAGES = ["fr", "en"]


def python_files() -> list[Path]:
    files = [p for app in APPS for p in (ROOT / app).rglob("*.py") if "migrations" not in p.parts]
    return files + list((ROOT / "tests").rglob("*.py"))


@pytest.mark.django_db
def test_models_and_migrations_agree():
    call_command("makemigrations", "--check", "--dry-run", verbosity=0)


def test_no_python_file_is_longer_than_400_lines():
    long = {p.relative_to(ROOT).as_posix(): n for p in python_files() if (n := p.read_text().count("\n")) > 400}
    assert not long


def test_only_what_is_in_the_repository_is_cited():
    """A comment gives the reason itself, or names a page of docs/ that is there."""
    elsewhere = re.compile(r"\bhouse,? (§|\d)|§ ?\d|\b(charter|coaching|learning|domain) reference\b", re.IGNORECASE)
    pages = "\n".join(p.relative_to(ROOT).as_posix() for p in (ROOT / "docs").rglob("*.md"))
    wrong = []
    for path in [p for p in python_files() if p != Path(__file__)]:
        text = path.read_text()
        cited = [f"docs/adr/{int(n):04}-" for n in re.findall(r"(?:\bADR |docs/adr/)(\d+)", text)]
        cited += re.findall(r"docs/[a-z-]+/[a-z-]+\.md", text)
        wrong += [f"{path.relative_to(ROOT)}: {page}" for page in cited if page not in pages]
        wrong += [f"{path.relative_to(ROOT)}: {found[0]}" for found in elsewhere.finditer(text)]
    assert not wrong


def test_no_inline_style_script_or_handler_in_templates():
    rule = re.compile(
        r"""<[^>]+\sstyle=|<script(?![^>]*\bsrc=)(?![^>]*type="application/json")|\son(click|change|submit|load|input)="""
    )
    pages = [p for p in TEMPLATES if not {"emails", "documents"} & set(p.parts)]
    assert pages
    assert not [p.relative_to(ROOT).as_posix() for p in pages if rule.search(p.read_text())]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_message_is_translated(language):
    catalogue = polib.pofile(str(ROOT / "locale" / language / "LC_MESSAGES" / "django.po"))
    assert len(catalogue) > 300
    assert not [e.msgid for e in catalogue.untranslated_entries()]
    assert not [e.msgid for e in catalogue.fuzzy_entries()]


def test_catalogues_know_every_message_of_the_code(tmp_path):
    """makemessages on a copy finds nothing that the committed catalogues lack."""
    import shutil

    copy = tmp_path / "copy"
    ignore = shutil.ignore_patterns(".venv", "var", ".git", "tests", "*.pyc", "__pycache__", "static-root")
    shutil.copytree(ROOT, copy, ignore=ignore)
    command = [sys.executable, "manage.py", "makemessages", "--all", "--no-obsolete", "--no-location"]
    subprocess.run(command, cwd=copy, check=True, capture_output=True, env=_quiet_environment(tmp_path))
    for language in LANGUAGES:
        path = Path("locale") / language / "LC_MESSAGES" / "django.po"
        ours = {(e.msgctxt, e.msgid) for e in polib.pofile(str(ROOT / path))}
        found = {(e.msgctxt, e.msgid) for e in polib.pofile(str(copy / path))}
        assert not found - ours


def _quiet_environment(folder: Path) -> dict[str, str]:
    import os

    return {**os.environ, "DJANGO_SETTINGS_MODULE": "config.settings.embedded", "DATA_DIR": str(folder / "data")}


@pytest.mark.parametrize("language", LANGUAGES)
def test_translations_keep_their_variables(language):
    rule = re.compile(r"%\(\w+\)[sd]|\{\w*\}")
    catalogue = polib.pofile(str(ROOT / "locale" / language / "LC_MESSAGES" / "django.po"))
    wrong = [e.msgid for e in catalogue if e.msgstr and set(rule.findall(e.msgid)) != set(rule.findall(e.msgstr))]
    assert not wrong


@pytest.mark.django_db
def test_the_audit_trail_refuses_every_update_and_delete():
    from core import audit
    from core.models import AuditEvent
    from people.models import Entity

    audit.record("core.test.event", Entity.objects.create(name="A"), None)
    for attempt in (lambda: AuditEvent.objects.update(action="x"), lambda: AuditEvent.objects.all().delete()):
        with pytest.raises(DatabaseError), transaction.atomic():
            attempt()
    assert connection.vendor in {"sqlite", "postgresql"}


def test_every_wake_up_names_a_registered_task():
    from config.celery import app

    app.loader.import_default_modules()
    names = {
        name
        for path in python_files()
        if "tests" not in path.parts
        for name in re.findall(r"""\bwake\(\s*["']([\w.]+)["']""", path.read_text())
    }
    assert names
    assert not names - set(app.tasks)


def test_no_write_outside_actions():
    """Views, forms, tasks and clocks never save: only an action checks, locks and records. The first rule to drift."""
    rule = re.compile(r"(objects\.(create|bulk_create|update_or_create|get_or_create)|\.save|\.delete|\.bulk_update)\(")
    places = re.compile(r"/(views|forms|tasks|api|receivers|clock|templatetags|wagtail_hooks)(/|\.py$)")
    found = [
        p.relative_to(ROOT).as_posix()
        for p in python_files()
        if "tests" not in p.parts and places.search(f"/{p.relative_to(ROOT)}") and rule.search(p.read_text())
    ]
    assert not found


def test_the_journey_of_a_person_is_never_in_an_admin():
    from django.apps import apps
    from wagtail.snippets.models import get_snippet_models

    registered = {m._meta.label for m in get_snippet_models()}
    private = {m._meta.label for m in apps.get_models() if m._meta.app_label in APPS and _has_path_to_a_person(m)}
    assert not registered & private


def _has_path_to_a_person(model) -> bool:
    names = {"learner", "requester", "user", "author", "recipient"}
    return bool(names & {f.name for f in model._meta.get_fields() if f.is_relation and f.many_to_one})


def test_every_model_with_a_path_to_a_person_is_in_a_privacy_holding():
    from django.apps import apps

    from core.privacy import holdings
    from people.models import User

    named = {label for holding in holdings() for label in holding.models}
    needed = {
        m._meta.label
        for m in apps.get_models()
        if m._meta.app_label in APPS
        and any(f.related_model is User and f.name != "actor" for f in m._meta.local_fields)
    }
    assert not needed - named
