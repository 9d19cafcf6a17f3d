"""The next step and the three pillars: rules first, then the page."""

from __future__ import annotations

import pytest
from django.urls import reverse

from home import journey
from home.journey import Course, LearningStep, Situation
from people import states
from tests.factories.coaching import ProgressRequestFactory
from tests.factories.people import MembershipFactory, UserFactory

PASSED = Course("Course 1", "/c1", passed=True, started=True)
BEGUN = Course("Course 2", "/c2", started=True)
NEW = Course("Course 3", "/c3")
LESSON = LearningStep("lesson", "A lesson", "/l", "Course 2", 4)


def here(**facts):
    return Situation(**{"membership": states.VOLUNTEER, "courses": (PASSED, BEGUN, NEW), **facts})


@pytest.mark.parametrize("membership", ["", states.LEFT])
def test_who_does_not_take_part_is_given_no_step_but_two_offers(membership):
    assert journey.next_step(here(membership=membership, learning_step=LESSON)) is None


@pytest.mark.parametrize(
    ("key", "facts"),
    [
        ("question", {"questions": 1, "membership": ""}),
        ("question", {"questions": 1, "membership": states.PAUSED}),
        ("resume", {"membership": states.PAUSED, "charter": journey.ACTIVE}),
        ("preparing", {"charter": journey.SIGNED, "courses": (PASSED,)}),
        ("nothing_due", {"charter": journey.ACTIVE, "membership": states.AMBASSADOR}),
        ("lesson", {"learning_step": LESSON, "charter": journey.READY}),
        ("quiz", {"learning_step": LearningStep("quiz", "Quiz", "/q", "Course 2"), "charter": journey.LOCKED}),
        ("resume_quiz", {"learning_step": LearningStep("resume_quiz", "Quiz", "/q", "Course 2")}),
        ("no_courses", {"courses": ()}),
        ("sign", {"courses": (PASSED,), "charter": journey.READY}),
        ("wait_for_charter", {"courses": (PASSED,), "charter": journey.UNPUBLISHED}),
    ],
)
def test_the_first_line_that_holds_is_the_next_step(key, facts):
    assert journey.next_step(here(**facts)).key == key


def test_every_situation_has_a_next_step():
    for membership in ("", *states.STATES):
        for charter in journey.CHARTER_STATES:
            for courses in ((), (PASSED,), (PASSED, NEW)):
                facts = {"membership": membership, "charter": charter, "courses": courses, "learning_step": LESSON}
                step = journey.next_step(Situation(**facts))
                assert (step is None) == (membership in ("", states.LEFT))
                assert len(journey.pillars(Situation(**facts))) == 3


def marks(situation, pillar):
    return [item.mark for item in journey.pillars(situation)[pillar].items]


def test_what_is_not_done_is_due_only_for_who_takes_part():
    assert marks(here(), 0) == [journey.DONE, journey.DUE, journey.DUE]
    for membership in ("", states.LEFT, states.PAUSED):
        assert marks(here(membership=membership), 0) == [journey.DONE, journey.OPTIONAL, journey.OPTIONAL]


def test_asking_is_never_due_but_a_coachs_question_is():
    assert set(marks(here(), 1)) == {journey.OPTIONAL}
    assert marks(here(questions=1), 1)[0] == journey.DUE


def test_signing_is_offered_once_it_is_possible():
    assert journey.DUE not in marks(here(charter=journey.LOCKED), 2)
    assert marks(here(charter=journey.READY), 2) == [journey.OPTIONAL, journey.DUE]
    assert marks(here(charter=journey.ACTIVE), 2) == [journey.DONE]


# --- The page --------------------------------------------------------------------------------------------------------
URL = reverse("home:journey")


@pytest.mark.django_db
def test_the_journey_asks_to_sign_in(client):
    response = client.get(URL)
    assert response.status_code == 302
    assert reverse("account_login") in response["Location"]


@pytest.mark.django_db
def test_the_journey_is_read_only(client):
    client.force_login(UserFactory())
    assert client.post(URL).status_code == 405


@pytest.mark.django_db
def test_a_newcomer_is_offered_to_join_and_to_read_with_equal_weight(client):
    client.force_login(UserFactory())
    response = client.get(URL)
    html = response.content.decode()
    assert response.context["step"] is None
    buttons = [line for line in html.splitlines() if 'class="card__foot"><a class="button"' in line]
    assert len(buttons) == 2
    assert reverse("home:membership_join") in buttons[0]
    assert reverse("learning:course_list") in buttons[1]
    assert reverse("home:membership_leave") not in html


@pytest.mark.django_db
@pytest.mark.parametrize("state", [states.VOLUNTEER, states.AMBASSADOR, states.REDUCED])
def test_leaving_is_on_the_page_of_who_takes_part(client, state):
    client.force_login(MembershipFactory(state=state).user)
    html = client.get(URL).content.decode()
    assert f'href="{reverse("home:membership_leave")}"' in html
    assert (f'action="{reverse("home:membership_pause")}"' in html) == (state != states.REDUCED)


@pytest.mark.django_db
def test_a_strangers_requests_do_not_count(client):
    alice, coach = MembershipFactory().user, UserFactory(roles=["coach"])
    ProgressRequestFactory(requester=alice)
    client.force_login(coach)
    assert client.get(URL).context["situation"].requests == 0
    client.force_login(alice)
    assert client.get(URL).context["situation"].requests == 1


@pytest.mark.catalogue
@pytest.mark.django_db
@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_core_path_is_on_the_page(client, language):
    client.force_login(MembershipFactory().user)
    response = client.get(URL.replace("/fr/", f"/{language}/"))
    assert len(response.context["situation"].courses) == 3
    assert response.context["step"].key == "lesson"


@pytest.mark.catalogue
@pytest.mark.django_db
def test_the_journey_costs_the_same_with_one_and_three_requests(client, queries):
    alice = MembershipFactory().user
    ProgressRequestFactory(requester=alice)
    client.force_login(alice)
    client.get(URL)
    with queries() as one:
        client.get(URL)
    ProgressRequestFactory.create_batch(2, requester=alice)
    with queries() as three:
        client.get(URL)
    assert len(one) == len(three) <= 12, [query["sql"][:150] for query in one.captured_queries]
