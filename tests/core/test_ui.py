"""The tags that pages share, and the form templates: what a reader of the markup may count on."""

from __future__ import annotations

import pytest
from django import forms
from django.contrib.messages import constants
from django.template import Context, Template

from core.templatetags import ui


def render(source: str, **context: object) -> str:
    return Template("{% load ui %}" + source).render(Context(context))


class AskForm(forms.Form):
    name = forms.CharField(label="Your name", help_text="As you sign.")
    network = forms.ChoiceField(label="Network", choices=[("a", "One"), ("b", "Two")], widget=forms.RadioSelect)
    agreed = forms.BooleanField(label="I agree")
    note = forms.CharField(label="Note", required=False)


@pytest.mark.parametrize(
    ("level", "tone"),
    [(constants.SUCCESS, "success"), (constants.ERROR, "danger"), (constants.DEBUG, "info"), (99, "info")],
)
def test_message_tone_follows_the_level(level, tone):
    assert ui.message_tone(level) == tone


def test_tone_icon_of_an_unknown_tone_is_plain_information():
    assert ui.tone_icon("purple") == ui.tone_icon("info")


def test_notice_escapes_its_title_and_keeps_its_markup():
    html = render('{% notice tone="danger" title=title role="alert" %}<p>Kept</p>{% endnotice %}', title="<b>no</b>")
    assert "&lt;b&gt;no" in html
    assert "<p>Kept</p>" in html
    assert 'role="alert"' in html
    assert 'data-tone="danger"' in html


def test_notice_escapes_what_a_page_puts_into_it():
    assert "&lt;script" in render("{% notice %}{{ words }}{% endnotice %}", words="<script>")


def test_page_header_without_actions_has_no_empty_box():
    html = render('{% page_header title="T" %}  {% endpage_header %}')
    assert html.count("<h1>") == 1
    assert "actions" not in html


def test_page_header_keeps_the_markup_of_its_actions():
    html = render('{% page_header title="T" lead="L" eyebrow="E" %}<a href="/x">Go</a>{% endpage_header %}')
    assert '<a href="/x">Go</a>' in html
    assert "page-header__eyebrow" in html


def test_empty_state_says_why():
    assert "<p>Because.</p>" in render('{% empty_state title="Nothing" %}<p>Because.</p>{% endempty_state %}')


def test_refused_form_ties_each_error_to_its_field():
    html = str(AskForm({"name": "", "note": "x"}))
    assert 'class="error-summary"' in html
    assert '<a href="#id_name">Your name</a>' in html
    assert 'aria-invalid="true"' in html
    assert 'aria-describedby="id_name_helptext id_name_error"' in html
    assert 'id="id_name_error"' in html
    assert 'id="id_name_helptext"' in html


def test_group_of_choices_is_a_fieldset_with_its_own_error():
    html = str(AskForm({"name": "A"})["network"].as_field_group())
    assert "<fieldset" in html
    assert "<legend>Network" in html
    assert 'aria-describedby="id_network_error"' in html


def test_single_checkbox_stands_before_its_label():
    html = AskForm()["agreed"].as_field_group()
    assert html.index('type="checkbox"') < html.index('<label class="field__label" for="id_agreed">')


def test_only_required_fields_are_marked():
    assert "field__mark" in AskForm()["name"].as_field_group()
    assert "field__mark" not in AskForm()["note"].as_field_group()


def test_untouched_form_shows_no_error():
    html = str(AskForm())
    assert "error-summary" not in html
    assert "aria-invalid" not in html


def test_error_of_the_whole_form_is_in_the_summary():
    form = AskForm({"name": "A", "network": "a", "agreed": "on"})
    form.add_error(None, "Too late.")
    assert "<li>Too late.</li>" in str(form)
