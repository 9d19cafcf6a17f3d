"""The demo people of the embedded mode. Idempotent: what exists already, and what was done with it since, is left."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import timedelta

import holidays
from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import GroupApprovalTask, Workflow, WorkflowContentType, WorkflowPage, WorkflowTask

from charter.actions import seal_agreement
from charter.queries import open_agreement
from core.errors import NotAllowed, WrongState
from core.models import Notification, WorkRow
from learning.actions import load_example_messages
from learning.models import CourseIndexPage, KeyMessage, Question, Quiz
from learning.queries import core_path
from people import roles
from people.models import Cohort, CompanySettings, Entity, User, WorkCalendar

from ..demo_people import COHORT, DEMO_PASSWORD, NAMED_PEOPLE, PARIS, PASTS, DemoPerson, Past
from .demo_history import live, publish_charter

COMPANY = {
    "company_name": "Exemple SA",
    "programme_contact": "Marc Petit, manager@demo.example",
    "alert_contact": "Hugo Renard, hr@demo.example",
    "dpo_contact": "dpo@demo.example",
    "mediation_contact": "mediation@demo.example",
    "press_contact": "presse@demo.example",
    "it_security_contact": "securite@demo.example",
    "communications_contact": "communication@demo.example",
    "crisis_duty_contact": "Camille Roy, +33 1 99 00 12 34, 9 h-18 h",
}
CALENDAR = "France"
WORKFLOW = "Relecture juridique ou programme"


def load_demo(say: Callable[[str], None] = lambda _text: None) -> None:
    """Make the demo people and what they have lived, on top of the catalogue.

    In: `say`, told of each stage. Raises NotAllowed where settings.DEMO_PEOPLE_ALLOWED is off, WrongState when the
    courses are not loaded yet.
    """
    if not settings.DEMO_PEOPLE_ALLOWED:
        raise NotAllowed(_("Demo people exist only in the embedded mode: this installation refuses to make them."))
    before = timezone.now() - timedelta(hours=1)
    people = make_people()
    if not core_path(people["newcomer@demo.example"]):
        raise WrongState(_("Load the catalogue first: the demo people have no course to follow."))
    say("Demo people are there.")
    load_example_messages()
    make_workflow()
    publish_charter(people["hr@demo.example"])
    for past in PASTS:
        live(past, people[past.email], coach=people["coach@demo.example"])
    _forget_old_messages(people.values(), before)
    say("Their history is written.")
    if agreement := open_agreement(people["ambassador@demo.example"]):
        seal_agreement(agreement_id=agreement.pk)
    say("The ambassador’s charter is in force; the worker seals the others.")


@transaction.atomic
def make_workflow() -> None:
    """Editors write; legal or the programme manager approves what courses and quizzes say. Only where none is made yet."""
    workflow, is_new = Workflow.objects.get_or_create(name=WORKFLOW)
    if not is_new:
        return
    task = GroupApprovalTask.objects.create(name=WORKFLOW)
    task.groups.set(Group.objects.filter(name__in=(roles.LEGAL, roles.PROGRAMME_MANAGER)))
    WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=1)
    for index in CourseIndexPage.objects.all():
        WorkflowPage.objects.get_or_create(page=index, defaults={"workflow": workflow})
    for model in (Question, Quiz, KeyMessage):
        WorkflowContentType.objects.get_or_create(
            content_type=ContentType.objects.get_for_model(model), defaults={"workflow": workflow}
        )


@transaction.atomic
def make_people() -> dict[str, User]:
    """The company, and everybody in it, by address."""
    company = CompanySettings.load()
    for name, value in COMPANY.items():
        if getattr(company, name) in ("", CompanySettings._meta.get_field(name).default):
            setattr(company, name, value)
    company.coach_hours = company.coach_hours or _calendar()
    company.save()
    password = make_password(DEMO_PASSWORD)
    everybody: list[DemoPerson | Past] = [*NAMED_PEOPLE, *PASTS]
    people = {person.email: _make_person(person, password) for person in everybody}
    newcomer = people["newcomer@demo.example"]
    if newcomer.line_manager_id is None:
        newcomer.line_manager = people["linemanager@demo.example"]
        newcomer.save(update_fields=["line_manager"])
    return people


def _calendar() -> WorkCalendar:
    """French working days, with the public holidays of this year and the next two."""
    year = timezone.localdate().year
    days = holidays.country_holidays("FR", years=range(year, year + 3))
    spans = {str(day): [["09:00", "12:30"], ["13:30", "18:00"]] for day in range(5)}
    defaults = {"spans": spans, "holidays": sorted(day.isoformat() for day in days)}
    return WorkCalendar.objects.get_or_create(name=CALENDAR, defaults=defaults)[0]


def _make_person(person: DemoPerson | Past, password: str) -> User:
    known = User.objects.filter(email=person.email).first()
    if known:
        return known
    held = person.roles if isinstance(person, DemoPerson) else ()
    past = person if isinstance(person, Past) else None
    user = User.objects.create(
        email=person.email,
        first_name=person.first_name,
        last_name=person.last_name,
        password=password,
        language=past.language if past else "fr",
        entity=Entity.objects.get_or_create(name=past.entity if past else PARIS)[0],
        cohort=Cohort.objects.get_or_create(name=COHORT)[0] if past else None,
        calendar=_calendar(),
    )
    user.groups.set(Group.objects.filter(name__in=held))
    return user


def _forget_old_messages(people: Iterable[User], before: object) -> None:
    """What was announced long ago was read long ago: nothing of it is sent today."""
    old = Notification.objects.filter(recipient__in=list(people), work_state=WorkRow.PENDING, created_at__lt=before)
    old.update(work_state=WorkRow.DONE, sent_at=F("created_at"))
