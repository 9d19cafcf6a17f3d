"""The demo people: refused elsewhere, made once, and their history as the actions would have made it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils import timezone

from charter import states as charter_states
from charter.models import Agreement, CharterVersion
from charter.queries import first_broken_event
from coaching.models import CoachingRequest
from core.errors import NotAllowed, WrongState
from core.models import AuditEvent, Notification
from home.actions import load_demo
from home.actions.past import acting_at
from home.dashboards import FEW, HIDDEN, SHOWN
from home.demo_people import CONVERSATIONS, DEMO_PASSWORD, NAMED_PEOPLE, PASTS
from home.queries import coaching_figures, learning_figures
from learning.models import Attempt
from learning.queries import has_passed_core_path
from people import states
from people.models import Membership, User

pytestmark = [pytest.mark.django_db, pytest.mark.catalogue]


def test_an_installation_that_does_not_allow_them_refuses(settings):
    settings.DEMO_PEOPLE_ALLOWED = False
    with pytest.raises(NotAllowed):
        load_demo()
    with pytest.raises(CommandError, match=r"\w{4,}"):
        call_command("load_demo", stdout=StringIO())
    assert not User.objects.exists()


def test_production_does_not_allow_them():
    from config.settings import base

    assert base.DEMO_PEOPLE_ALLOWED is False
    assert base.DEMO_SIGN_IN_HINTS is False


def test_the_catalogue_comes_first():
    from learning.models import CoursePage

    CoursePage.objects.update(live=False)
    with pytest.raises(WrongState):
        load_demo()


def test_acting_in_the_past_ends_with_the_act():
    moment = datetime(2020, 1, 2, tzinfo=UTC)
    with acting_at(moment):
        assert timezone.now() - moment < timedelta(minutes=1)
        assert AuditEvent().at - moment < timedelta(minutes=1)
    with pytest.raises(ZeroDivisionError), acting_at(moment):
        _ = 1 // 0
    assert timezone.now().year > 2020
    assert AuditEvent().at.year > 2020


def test_every_past_has_its_words():
    assert {(past.asked, past.language) for past in PASTS if past.asked} == set(CONVERSATIONS)
    assert [past.signed for past in PASTS if past.signed] == sorted(
        (past.signed for past in PASTS if past.signed), reverse=True
    )


@pytest.fixture
def demo():
    load_demo()
    return {user.email.split("@")[0]: user for user in User.objects.all()}


def test_a_second_loading_changes_nothing(demo):
    tables = (User, Membership, Agreement, CharterVersion, CoachingRequest, Attempt, Notification, AuditEvent)
    before = [table.objects.count() for table in tables]
    Membership.objects.filter(user=demo["ambassador"]).update(state=states.LEFT, left_at=timezone.now())
    load_demo()
    assert [table.objects.count() for table in tables] == before
    assert Membership.objects.get(user=demo["ambassador"]).state == states.LEFT


def test_the_named_people_hold_their_roles_and_sign_in(demo, client):
    for person in NAMED_PEOPLE:
        user = demo[person.email.split("@")[0]]
        assert user.role_names == set(person.roles)
    assert client.login(email="newcomer@demo.example", password=DEMO_PASSWORD)
    assert demo["newcomer"].line_manager == demo["linemanager"]
    assert not Membership.objects.filter(user=demo["newcomer"]).exists()
    assert not User.objects.filter(is_superuser=True).exists()


def test_the_ambassador_is_bound_and_was_helped(demo):
    amal = demo["ambassador"]
    assert Membership.objects.get(user=amal).state == states.AMBASSADOR
    assert Agreement.objects.get(user=amal).state == charter_states.ACTIVE
    assert CoachingRequest.objects.get(requester=amal).state == "resolved"
    assert has_passed_core_path(amal)


def test_twelve_more_ambassadors_have_a_history_across_dates(demo):
    assert Membership.objects.count() == len(PASTS)
    assert Agreement.objects.open().exclude(user=demo["ambassador"]).count() == 12
    joined = {membership.joined_at.date() for membership in Membership.objects.all()}
    assert len(joined) > 10
    assert min(joined) < timezone.localdate() - timedelta(days=80)
    for request in CoachingRequest.objects.filter(state="resolved"):
        assert request.created_at < request.first_response_at < request.resolved_at < timezone.now()
    for agreement in Agreement.objects.all():
        membership = Membership.objects.get(user=agreement.user)
        assert membership.joined_at < agreement.signed_at
    assert first_broken_event() is None


def test_the_queue_holds_an_open_crisis_and_an_open_question(demo):
    waiting = CoachingRequest.objects.visible_to(demo["coach"]).open()
    assert sorted(waiting.values_list("kind", flat=True)) == ["content_advice", "crisis"]


def test_the_figures_have_something_to_show_and_something_to_hide(demo):
    cells = [cell for row in learning_figures() for cell in row.cells[:-1]]
    assert {cell.status for cell in cells} == {SHOWN, FEW, HIDDEN}
    assert {row.total.status for row in coaching_figures(demo["manager"])} >= {SHOWN, FEW}


def test_the_ambassador_leaves_in_one_post_with_one_receipt_and_keeps_the_file(demo, client):
    amal = demo["ambassador"]
    client.force_login(amal)
    client.post(reverse("home:membership_leave"))
    agreement = Agreement.objects.get(user=amal)
    membership = Membership.objects.get(user=amal)
    assert (agreement.state, membership.state) == (charter_states.WITHDRAWN, states.LEFT)
    assert agreement.ended_at - membership.left_at < timedelta(seconds=5)
    receipts = Notification.objects.filter(recipient=amal, notice__in=["home.leaving_receipt", "charter.withdrawn"])
    assert receipts.count() == 1
    download = client.get(reverse("charter:charter_download", args=[agreement.reference]))
    assert download.status_code == 200
    assert b"".join(download).startswith(b"%PDF")


def test_nothing_of_long_ago_is_sent_today(demo):
    pending = set(Notification.objects.filter(work_state="pending").values_list("notice", flat=True))
    assert pending <= {"coaching.crisis_opened", "charter.in_force"}
