"""Icons are the library's own, drawn once."""

from __future__ import annotations

import re

import heroicons
import pytest
from django.conf import settings
from django.template import Context, Template

TAG = '{% load icons %}{% heroicon_micro "check" class=name %}'


def test_the_same_drawing_as_the_library():
    shown = Template(TAG).render(Context({"name": "icon"}))
    assert shown == heroicons._render_icon("micro", "check", 16, {"class": "icon"})


def test_an_attribute_is_escaped():
    shown = Template(TAG).render(Context({"name": '"><script>'}))
    assert "<script>" not in shown


def test_an_unknown_icon_is_an_error():
    with pytest.raises(heroicons.IconDoesNotExist):
        Template('{% load icons %}{% heroicon_micro "no-such-icon" %}').render(Context())


def test_templates_load_ours():
    folder = settings.BASE_DIR / "templates"
    assert not [path for path in folder.rglob("*.html") if re.search(r"{% load[^%]*heroicons", path.read_text())]
