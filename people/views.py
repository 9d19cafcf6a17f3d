"""The directory, for those who keep it, and everybody's own profile."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account.views import PasswordResetView as AccountPasswordResetView
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe
from wagtail.admin.views.account import AccountView, BaseSettingsPanel, NameEmailSettingsPanel

from core.errors import ActionError
from core.http import require_POST
from core.keyset import keyset_page

from . import actions
from .forms import AbsenceForm, NewPersonForm, PersonForm, ProfileForm, RolesForm
from .models import User
from .permissions import can_edit_person, can_give_roles
from .queries import matching

REFUSED = 422
View = Callable[..., HttpResponse]


def directory_keepers(view: View) -> View:
    """HR and administrators; for everybody else signed in there is no such page."""

    @login_required
    @wraps(view)
    def kept(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not can_edit_person(request.user):
            raise Http404
        return view(request, *args, **kwargs)

    return kept


@require_safe
@directory_keepers
def person_list(request: HttpRequest) -> HttpResponse:
    search = request.GET.get("q", "").strip()
    people = User.objects.visible_to(request.user).select_related("entity", "cohort").filter(matching(search))
    page = keyset_page(people, order=["last_name", "first_name", "pk"], params=request.GET)
    return render(request, "people/person_list.html", {"page_of_people": page, "search": search})


@require_http_methods(["GET", "HEAD", "POST"])
@directory_keepers
def person_create(request: HttpRequest) -> HttpResponse:
    form = NewPersonForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            person = actions.create_person(by=request.user, fields=form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error.messages)
        else:
            messages.success(request, _("The entry is made. The person chooses a password from the sign-in page."))
            return redirect("people:person_edit", person.pk)
    return render(request, "people/person_create.html", {"form": form}, status=REFUSED if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@directory_keepers
def person_edit(request: HttpRequest, pk: int) -> HttpResponse:
    person = get_object_or_404(_entries(request), pk=pk)
    form = PersonForm(request.POST if request.method == "POST" else None, instance=person)
    if request.method == "POST" and form.is_valid():
        try:
            actions.save_person(person=person, by=request.user, changes=form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error.messages)
        else:
            messages.success(request, _("The entry is saved."))
            return redirect("people:person_edit", person.pk)
    return _entry(request, person, form=form)


@require_POST
@directory_keepers
def person_roles(request: HttpRequest, pk: int) -> HttpResponse:
    if not can_give_roles(request.user):
        raise Http404
    person = get_object_or_404(_entries(request), pk=pk)
    form = RolesForm(request.POST)
    if not form.is_valid():
        return _entry(request, person, roles_form=form)
    try:
        actions.set_roles(person=person, roles=form.cleaned_data["roles"], by=request.user)
    except ActionError as error:
        form.add_error("roles", error.message)
        return _entry(request, person, roles_form=form)
    messages.success(request, _("The roles are saved. They take effect at once."))
    return redirect("people:person_edit", person.pk)


@require_POST
@directory_keepers
def person_account(request: HttpRequest, pk: int) -> HttpResponse:
    if not can_give_roles(request.user):
        raise Http404
    person, is_active = get_object_or_404(_entries(request), pk=pk), request.POST.get("active") == "yes"
    try:
        actions.set_active(person=person, active=is_active, by=request.user)
    except ActionError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, _("The account is open.") if is_active else _("The account is closed."))
    return redirect("people:person_edit", person.pk)


@require_POST
@login_required
def absence_add(request: HttpRequest, pk: int) -> HttpResponse:
    person = get_object_or_404(_entries(request), pk=pk)
    form = AbsenceForm(request.POST)
    if not form.is_valid():
        return _page_of(request, person, absence_form=form)
    actions.add_absence(person=person, by=request.user, **form.cleaned_data)
    messages.success(request, _("These days away are noted."))
    return _back_to(request, person)


@require_POST
@login_required
def absence_remove(request: HttpRequest, pk: int, absence_pk: int) -> HttpResponse:
    person = get_object_or_404(_entries(request), pk=pk)
    absence = person.absences.filter(pk=absence_pk).first()
    if absence is None:
        messages.info(request, _("These days away were removed already."))
        return _back_to(request, person)
    actions.remove_absence(absence=absence, by=request.user)
    messages.success(request, _("These days away are removed."))
    return _back_to(request, person)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def profile(request: HttpRequest) -> HttpResponse:
    person = get_object_or_404(_entries(request), pk=request.user.pk)
    form = ProfileForm(request.POST if request.method == "POST" else None, instance=person)
    if request.method == "POST" and form.is_valid():
        try:
            actions.save_profile(user=person, by=request.user, changes=form.cleaned_data)
        except ActionError as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, _("Your profile is saved."))
            return redirect("people:profile")
    return _own_profile(request, person, form=form)


def _entries(request: HttpRequest) -> Any:
    return User.objects.visible_to(request.user).select_related("line_manager", "calendar", "entity", "cohort")


def _entry(request: HttpRequest, person: User, **bound: Any) -> HttpResponse:
    """The page of an entry, with the form that was refused, if any, in its place."""
    context = {
        "person": person,
        "form": PersonForm(instance=person),
        "absence_form": AbsenceForm(),
        "roles_form": RolesForm(initial={"roles": sorted(person.role_names)}) if can_give_roles(request.user) else None,
        "absences": person.absences.all(),
        **bound,
    }
    return render(request, "people/person_edit.html", context, status=_status(bound))


def _own_profile(request: HttpRequest, person: User, **bound: Any) -> HttpResponse:
    context = {
        "person": person,
        "form": ProfileForm(instance=person),
        "absence_form": AbsenceForm(),
        "absences": person.absences.all(),
        **bound,
    }
    return render(request, "people/profile.html", context, status=_status(bound))


def _status(bound: dict[str, Any]) -> int:
    return REFUSED if any(form.errors for form in bound.values()) else 200


def _from_profile(request: HttpRequest, person: User) -> bool:
    """Both pages hold the same form: who keeps the directory may use either, everybody else their own profile."""
    return not can_edit_person(request.user) or (person.pk == request.user.pk and "from_profile" in request.POST)


def _page_of(request: HttpRequest, person: User, **bound: Any) -> HttpResponse:
    return (_own_profile if _from_profile(request, person) else _entry)(request, person, **bound)


def _back_to(request: HttpRequest, person: User) -> HttpResponse:
    return redirect("people:profile") if _from_profile(request, person) else redirect("people:person_edit", person.pk)


class PasswordResetView(AccountPasswordResetView):
    """allauth's page; when the mail cannot leave, it says so and keeps the address, known to us or not."""

    def form_valid(self, form: Form) -> HttpResponse:
        try:
            return super().form_valid(form)
        except ActionError as error:
            form.add_error(None, error.message)
            return self.render_to_response(self.get_context_data(form=form), status=REFUSED)


class EditorSettingsView(AccountView):
    """Wagtail's page of an editor's own account, without name and address: the directory keeps them."""

    def get_panels(self) -> list[BaseSettingsPanel]:
        return [panel for panel in super().get_panels() if not isinstance(panel, NameEmailSettingsPanel)]
