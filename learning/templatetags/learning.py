"""What course and lesson pages show for the person who reads."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import template
from django.utils.translation import gettext as _

from people.company import COMPANY_PARTS
from people.networks import NETWORKS
from people.queries import company_part_text

from .. import queries
from ..blocks import ACCEPTABLE, ALL_NETWORKS, AVOID, BEST, GRADES
from ..forms import FeedbackForm, ReflectionForm, TickForm
from ..lessons import Checklist, Part, Step
from ..models import AttemptQuestion, CoursePage, Fact, LessonPage
from ..models.pages import level_choices
from ..permissions import can_ask_again, can_see_sources, company_settings_url

register = template.Library()
GRADE_LOOKS = {
    BEST: {"tone": "success", "icon": "check"},
    ACCEPTABLE: {"tone": "warning", "icon": "exclamation-triangle"},
    AVOID: {"tone": "danger", "icon": "x-mark"},
}


@register.simple_tag(takes_context=True)
def all_courses(context: template.Context) -> dict[str, Any]:
    """The courses with where the reader stands: all of them with the one next step, or those that are asked for."""
    request = context["request"]
    filters = queries.filters_from(request.GET)
    found = queries.find_courses(request.user, filters)
    courses = [each.course for each in found]
    core = [course for course in courses if course.is_core]
    return {
        "filters": filters,
        "found": found,
        "networks": list(NETWORKS.items()),
        "levels": level_choices(),
        "durations": list(queries.DURATIONS.items()),
        "progress": list(queries.PROGRESS.items()),
        "core": core,
        "others": [course for course in courses if not course.is_core and not course.is_for_coordinators],
        "for_coordinators": [course for course in courses if course.is_for_coordinators],
        "core_done": sum(course.is_completed for course in core),
        "next_step": queries.next_step_among(core) if filters.is_empty else None,
    }


@register.simple_tag(takes_context=True)
def course_state(context: template.Context, page: CoursePage) -> queries.CourseState | None:
    """Where the reader stands in this course; None for a draft that was never published."""
    return next(iter(queries.course_states(context["request"].user, keys=[page.translation_key])), None)


@register.inclusion_tag("learning/_standing.html", takes_context=True)
def course_standing(context: template.Context, course: queries.CourseState) -> dict[str, Any]:
    """The reader's own enrolment in a course: its date, and the buttons to put it on one's list or take it off."""
    request = context["request"]
    return {
        "request": request,
        "csrf_token": context.get("csrf_token"),
        "standing": queries.standing_in(request.user, course),
        "may_ask_again": can_ask_again(request.user),
    }


@register.filter
def step_of(course: queries.CourseState | None) -> queries.NextStep | None:
    """The next thing to do in this course."""
    return queries.next_step_of(course) if course else None


@register.simple_tag(takes_context=True)
def lesson_reading(context: template.Context, page: LessonPage) -> queries.Reading:
    """Everything the page of a lesson shows to the reader."""
    request = context["request"]
    return queries.reading(request.user, page, is_preview=getattr(request, "is_preview", False))


@register.inclusion_tag("learning/_facts.html", takes_context=True)
def block_facts(context: template.Context, keys: Iterable[str], facts: dict[str, Fact]) -> dict[str, Any]:
    """When the facts under a block were verified; to editors, also their source and confidence."""
    found = [facts[key] for key in keys if key in facts]
    dates = [fact.verified_on for fact in found if fact.verified_on]
    return {
        "facts": found,
        "verified_on": min(dates, default=None),
        "shows_sources": bool(found) and can_see_sources(context["request"].user),
    }


@register.inclusion_tag("learning/_checklist.html", takes_context=True)
def account_checklist(context: template.Context, part: Part, reading: queries.Reading) -> dict[str, Any]:
    """A checklist: to tick when it is for everybody or for a network the reader chose, folded otherwise."""
    checklist: Checklist = part.checklist or Checklist(ALL_NETWORKS, ())
    ticks = [reading.checklists.ticks.get((checklist.network, step.key)) for step in checklist.steps]
    return {
        "request": context["request"],
        "lesson": context["page"],
        "network": checklist.network,
        "network_name": network_name(checklist.network),
        "is_baseline": checklist.network == ALL_NETWORKS,
        "is_open": reading.checklists.is_open(checklist.network),
        "rows": list(zip(checklist.steps, ticks, strict=True)),
        "done": sum(tick is not None for tick in ticks),
    }


@register.simple_tag(takes_context=True)
def prerequisites(context: template.Context, course: queries.CourseState | None) -> list[queries.CourseState]:
    """The courses that are better read before this one, as the reader stands in them."""
    keys = course.prerequisite_keys if course else ()
    return queries.course_states(context["request"].user, keys=keys) if keys else []


@register.inclusion_tag("learning/_key_message.html")
def lesson_message(part: Part, reading: queries.Reading) -> dict[str, Any]:
    """A key message as it stands today."""
    return {"message": reading.messages.get(part.message)}


@register.inclusion_tag("learning/_reflection.html", takes_context=True)
def reflection(context: template.Context, part: Part, reading: queries.Reading) -> dict[str, Any]:
    """A question to oneself, with the reader's own note."""
    prompt = part.prompt
    note = reading.notes.get(prompt.id) if prompt else None
    form = ReflectionForm(block_id=prompt.id if prompt else "", text=note.text if note else "")
    return {"request": context["request"], "lesson": context["page"], "prompt": prompt, "note": note, "form": form}


@register.inclusion_tag("learning/_company_part.html", takes_context=True)
def company_part(context: template.Context, part: Part) -> dict[str, Any]:
    """What the company fills in, or what is said until then; editors see what is left to fill in."""
    user, asked = context["request"].user, part.company
    return {
        "label": company_part_name(asked.name) if asked else "",
        "value": company_part_text(asked.name) if asked else "",
        "default": asked.default if asked else "",
        "is_editor": can_see_sources(user),
        "settings_url": company_settings_url(user),
    }


@register.simple_tag
def feedback_form() -> FeedbackForm:
    """An unbound form: was this page of use?"""
    return FeedbackForm()


@register.simple_tag
def tick_form(network: str, step: Step, tick: Any) -> TickForm:
    """An unbound form for the note of one step."""
    return TickForm(network=network, step=step.key, note=tick.note if tick else "")


@register.filter
def network_name(network: str) -> str:
    """The name of a network, or of the baseline valid everywhere."""
    return _("Every network") if network == ALL_NETWORKS else NETWORKS.get(network, network)


@register.filter
def saved_answer(question: AttemptQuestion) -> str:
    """What is saved for a question, in words."""
    return ", ".join(queries.chosen_texts(question))


@register.filter
def grade_of(grade: str) -> dict[str, Any]:
    """The name of an option's grade, and how it is shown."""
    return {"name": GRADES[grade], **GRADE_LOOKS[grade]}


@register.filter
def company_part_name(name: str) -> str:
    """What the company fills in, by its name."""
    label = str(COMPANY_PARTS.get(name, name))
    return label[:1].upper() + label[1:]


@register.filter
def at(things: Any, key: Any) -> Any:
    """What stands under a key; None when there is nothing, or nothing to look into."""
    return things.get(key) if things else None
