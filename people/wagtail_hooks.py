"""Entities, cohorts and work calendars, edited by administrators in Wagtail. No person is registered here."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, ObjectList
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from .forms import CalendarForm
from .models import Cohort, Entity, WorkCalendar


class EntityViewSet(SnippetViewSet):
    model = Entity
    icon = "site"
    edit_handler = ObjectList([FieldPanel("name")])


class CohortViewSet(SnippetViewSet):
    model = Cohort
    icon = "group"
    list_display = ["name", "starts_on"]
    edit_handler = ObjectList([FieldPanel("name"), FieldPanel("starts_on")])


class WorkCalendarViewSet(SnippetViewSet):
    model = WorkCalendar
    icon = "calendar"
    edit_handler = ObjectList(
        [
            FieldPanel("name"),
            MultiFieldPanel([FieldPanel(f"weekday_{day}") for day in range(7)], heading=_("working hours")),
            FieldPanel("days_off"),
        ],
        base_form_class=CalendarForm,
    )


class DirectoryGroup(SnippetViewSetGroup):
    items = (EntityViewSet, CohortViewSet, WorkCalendarViewSet)
    menu_label = _("Directory")
    menu_icon = "group"
    menu_order = 260


register_snippet(DirectoryGroup)
