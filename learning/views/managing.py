"""For programme managers: suggesting courses, and saying how long certificates last. Where anybody stands is not here."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from core.errors import ActionError
from core.http import require_POST

from .. import actions, enrolments, queries, rosters
from ..enrolment_forms import CertificationForm, InvitationForm, MoreTimeForm, RosterForm, RuleForm, WaiverForm
from ..models import EnrolmentRule
from ..permissions import can_ask_again, can_manage_enrolments
from .gates import only

REFUSED = 422
get_or_post = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
@only(can_manage_enrolments)
def manage_enrolments(request: HttpRequest) -> HttpResponse:
    """The rules, the certificates of each course, and the ways to suggest one."""
    return render(request, "learning/manage_enrolments.html", queries.suggestions_overview())


@get_or_post
@only(can_manage_enrolments)
def rule_create(request: HttpRequest) -> HttpResponse:
    return _rule(request, EnrolmentRule())


@get_or_post
@only(can_manage_enrolments)
def rule_edit(request: HttpRequest, pk: int) -> HttpResponse:
    return _rule(request, get_object_or_404(EnrolmentRule, pk=pk))


def _rule(request: HttpRequest, rule: EnrolmentRule) -> HttpResponse:
    form = RuleForm(*_sent(request), instance=rule)
    if request.method == "POST" and form.is_valid():
        actions.save_rule(rule=rule, by=request.user, changes=form.cleaned_data)
        messages.success(request, _("The rule is saved. It is applied within a few minutes."))
        return redirect("learning:manage_enrolments")
    return _page(request, "learning/rule_form.html", form, rule=rule)


@require_POST
@only(can_manage_enrolments)
def rule_stop(request: HttpRequest, pk: int) -> HttpResponse:
    actions.stop_rule(rule=get_object_or_404(EnrolmentRule, pk=pk), by=request.user)
    messages.success(request, _("The rule applies no more. Whoever was suggested the course keeps it."))
    return redirect("learning:manage_enrolments")


@get_or_post
@only(can_manage_enrolments)
def suggestion_create(request: HttpRequest) -> HttpResponse:
    """Suggest a course to one person; the answer is the same whatever they have done of it."""
    form = InvitationForm(*_sent(request))
    if request.method == "POST" and form.is_valid():
        (outcome,) = _suggest(request, form, [form.line()], source=enrolments.ASSIGNED)
        if outcome.is_accepted:
            messages.success(request, outcome.sentence or _("Done. The person decides whether to follow the course."))
            return redirect("learning:manage_enrolments")
        form.add_error("due_on" if outcome.reason == "past_date" else "email", str(outcome.sentence))
    return _page(request, "learning/suggestion_form.html", form)


@get_or_post
@only(can_manage_enrolments)
def suggestion_import(request: HttpRequest) -> HttpResponse:
    """A list of people: first what would become of each line, then the suggestions."""
    form = RosterForm(*_sent(request, files=True))
    if request.method != "POST" or not form.is_valid():
        return _page(request, "learning/suggestion_import.html", form)
    is_confirmed = request.POST.get("confirm") == "yes"
    outcomes = _suggest(request, form, form.cleaned_data["lines"], dry_run=not is_confirmed)
    accepted = sum(outcome.is_accepted for outcome in outcomes)
    context = {
        "outcomes": outcomes,
        "accepted": accepted,
        "refused": len(outcomes) - accepted,
        "is_done": is_confirmed,
        "again": RosterForm(initial=form.cleaned_data),
        "course": queries.course_names([form.cleaned_data["course_key"]])[form.cleaned_data["course_key"]],
    }
    return render(request, "learning/suggestion_outcomes.html", context)


@require_POST
@only(can_manage_enrolments)
def suggestion_outcomes(request: HttpRequest) -> HttpResponse:
    """What becomes of each line, as a file. Nothing was kept of the list: it is read again."""
    form = RosterForm(request.POST)
    if not form.is_valid():
        return _page(request, "learning/suggestion_import.html", form)
    outcomes = _suggest(request, form, form.cleaned_data["lines"], dry_run=True)
    headings = (_("line"), _("email"), _("result"), _("reason"))
    content = rosters.write(outcomes, headings, (_("accepted"), _("refused")))
    response = HttpResponse(f"\ufeff{content}", content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{_("suggestions")}.csv"'
    return response


def _suggest(request: HttpRequest, form: Any, lines: Any, **options: Any) -> list[rosters.Outcome]:
    data = form.cleaned_data
    return actions.suggest_to_list(
        course_key=data["course_key"], lines=lines, due_on=data["due_on"], by=request.user, **options
    )


@get_or_post
@only(can_manage_enrolments)
def waiver_create(request: HttpRequest) -> HttpResponse:
    """Ask nothing more of one person in a course."""
    form = WaiverForm(*_sent(request))
    said = _("Recorded: the programme asks nothing more of this person in this course.")
    return _for_person(request, form, "learning/waiver_form.html", actions.waive_course, said, "reason")


@get_or_post
@only(can_manage_enrolments)
def more_time_create(request: HttpRequest) -> HttpResponse:
    """Another date for one person."""
    form = MoreTimeForm(*_sent(request))
    said = _("Recorded: if this course is open on the person’s list, its date is now the one you gave.")
    return _for_person(request, form, "learning/more_time_form.html", actions.give_more_time, said, "due_on")


def _for_person(request: HttpRequest, form: Any, template: str, action: Any, said: str, name: str) -> HttpResponse:
    """The answer is the same whatever the person has done."""
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            action(person=data["email"], course_key=data["course_key"], by=request.user, **{name: data[name]})
        except ActionError as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, said)
            return redirect("learning:manage_enrolments")
    return _page(request, template, form)


@get_or_post
@only(can_manage_enrolments)
def certification_edit(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Whether a course gives a certificate, and until when."""
    course = queries.course_names([key]).get(key)
    if course is None:
        raise Http404
    form = CertificationForm(*_sent(request), instance=queries.certification_of(key))
    if request.method == "POST" and form.is_valid():
        actions.save_certification(course_key=key, by=request.user, changes=form.cleaned_data)
        messages.success(request, _("Saved. It counts for certificates issued from now on."))
        return redirect("learning:manage_enrolments")
    return _page(request, "learning/certification_form.html", form, course=course)


@get_or_post
@only(can_ask_again)
def course_ask_again(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """For editors: a course has changed in a way that matters. A page that says what follows, and a button."""
    course = queries.course_names([key]).get(key)
    if course is None:
        raise Http404
    if request.method == "POST":
        actions.ask_again(course_key=key, by=request.user)
        messages.success(request, _("Those who completed the course will be asked to take it again, within minutes."))
        return redirect(course.url)
    return render(request, "learning/course_ask_again.html", {"course": course})


def _sent(request: HttpRequest, *, files: bool = False) -> list[Any]:
    """What a form is bound to: nothing on a GET."""
    if request.method != "POST":
        return []
    return [request.POST, request.FILES] if files else [request.POST]


def _page(request: HttpRequest, template: str, form: Any, **context: Any) -> HttpResponse:
    return render(request, template, {"form": form, **context}, status=REFUSED if form.errors else 200)
