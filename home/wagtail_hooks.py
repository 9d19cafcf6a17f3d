"""Wagtail's admin, which only editors and administrators enter: a way to suggested subjects, and back to the site."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from .permissions import can_answer_suggestions


class SuggestionsMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return request.user.is_authenticated and can_answer_suggestions(request.user)


@hooks.register("register_admin_menu_item")
def suggestions_menu_item() -> MenuItem:
    return SuggestionsMenuItem(
        _("Suggested subjects"), reverse("home:suggestion_inbox"), icon_name="comment", order=150
    )


@hooks.register("register_admin_menu_item")
def journey_menu_item() -> MenuItem:
    return MenuItem(_("My journey"), reverse("home:journey"), icon_name="home", order=9000)
