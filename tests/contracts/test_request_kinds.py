"""Every kind of request keeps its contract, and none that shipped is ever missing."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django import forms
from django.urls import reverse
from django.utils import timezone, translation

from coaching.first_aid import SITUATIONS
from coaching.request_kinds import REQUEST_KINDS, Draft, request_kind_choices
from coaching.sla import LEVELS, URGENCIES
from people.networks import network_choices_with_other
from people.queries import hours_of

SHIPPED = Path(__file__).with_name("shipped_kinds.txt")
KINDS = [pytest.param(kind, id=kind.key) for kind in REQUEST_KINDS]


def test_every_kind_ever_shipped_is_still_there():
    shipped = {line.split(":")[1] for line in SHIPPED.read_text().split() if line.startswith("coaching.request_kinds:")}
    assert shipped
    assert shipped <= set(REQUEST_KINDS.kinds)
    assert {kind.key for kind in REQUEST_KINDS} <= shipped, "a new kind: add its key to shipped_kinds.txt"


def test_a_retired_kind_keeps_its_name():
    assert {key for key, _label in request_kind_choices()} == set(REQUEST_KINDS.kinds)


@pytest.mark.parametrize("kind", KINDS)
def test_it_says_what_it_is(kind):
    assert re.fullmatch(r"[a-z_]{1,40}", kind.key)
    assert str(kind.label)
    assert str(kind.summary)


@pytest.mark.parametrize("kind", KINDS)
def test_its_form_is_a_plain_form_that_needs_no_database(kind):
    assert issubclass(kind.form_class, forms.Form)
    assert not issubclass(kind.form_class, forms.ModelForm)
    assert set(kind.example) <= set(kind.form_class().fields)
    assert kind.form_class(dict(kind.example)).is_valid()
    assert not kind.form_class({}).is_valid()


@pytest.mark.parametrize("kind", KINDS)
def test_its_example_makes_a_request(kind):
    form = kind.form_class(dict(kind.example))
    form.is_valid()
    draft = kind.draft(form.cleaned_data)
    assert isinstance(draft, Draft)
    assert draft.body
    assert draft.urgency in URGENCIES
    assert draft.platform in {"", *dict(network_choices_with_other())}
    assert all(link.startswith(("http://", "https://")) for link in draft.links)
    assert bool(draft.situation) == bool(draft.level) == kind.is_crisis
    assert not draft.situation or draft.situation in SITUATIONS


@pytest.mark.parametrize("kind", KINDS)
def test_it_has_a_clock(kind):
    now = timezone.now()
    for level in LEVELS if kind.is_crisis else [None]:
        assert kind.target(level).due_at(now, hours_of(None, "Europe/Paris")) > now


@pytest.mark.parametrize("kind", KINDS)
def test_its_first_aid_answers_in_the_reader_s_language_or_not_at_all(kind):
    answers = {}
    for language in ("fr", "en"):
        with translation.override(language):
            answers[language] = [kind.first_aid(s, level) for s in SITUATIONS for level in LEVELS]
    if kind.is_crisis:
        assert all(answers["fr"])
        assert answers["fr"] != answers["en"]
    else:
        assert not any(answers["fr"])


@pytest.mark.django_db
@pytest.mark.parametrize("kind", KINDS)
def test_it_has_its_page(kind, client):
    from tests.factories.people import MembershipFactory

    client.force_login(MembershipFactory().user)
    page = client.get(reverse("coaching:request_create", args=[kind.key]))
    assert page.status_code == 200
    assert set(page.context["form"].fields) == set(kind.form_class().fields)
