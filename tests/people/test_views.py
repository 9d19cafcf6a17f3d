"""Pages of people: the stranger first."""

from __future__ import annotations

import pytest
from django.urls import reverse

from people.models import Absence, Cohort, Entity, User
from tests.factories.people import MembershipFactory, UserFactory

pytestmark = pytest.mark.django_db
ENTRY = {"country": "BE", "language": "en", "time_zone": "Europe/Brussels"}


def addresses(person):
    return [
        reverse("people:person_list"),
        reverse("people:person_create"),
        reverse("people:person_edit", args=[person.pk]),
    ]


def test_signed_out_people_are_sent_to_sign_in(client):
    for url in [*addresses(UserFactory()), reverse("people:profile")]:
        response = client.get(url)
        assert response.status_code == 302
        assert reverse("account_login") in response["Location"]


@pytest.mark.parametrize("role", [None, "coach", "lead_coach", "programme_manager", "legal", "editor"])
def test_the_directory_does_not_exist_for_others(client, role):
    alice = UserFactory()
    client.force_login(UserFactory(roles=[role] if role else []))
    for url in addresses(alice):
        assert client.get(url).status_code == 404
    assert client.post(reverse("people:person_edit", args=[alice.pk]), ENTRY).status_code == 404
    assert client.post(reverse("people:person_roles", args=[alice.pk]), {"roles": ["hr"]}).status_code == 404


def test_hr_gives_no_roles(client):
    alice = UserFactory()
    client.force_login(UserFactory(roles=["hr"]))
    assert client.post(reverse("people:person_roles", args=[alice.pk]), {"roles": ["hr"]}).status_code == 404
    assert b'name="roles"' not in client.get(reverse("people:person_edit", args=[alice.pk])).content


def test_a_stranger_touches_nobody_elses_days_away(client):
    alice = UserFactory()
    absence = Absence.objects.create(user=alice, starts_on="2027-01-01", ends_on="2027-01-02")
    client.force_login(UserFactory(roles=["coach"]))
    span = {"starts_on": "2027-03-01", "ends_on": "2027-03-02"}
    assert client.post(reverse("people:absence_add", args=[alice.pk]), span).status_code == 404
    assert client.post(reverse("people:absence_remove", args=[alice.pk, absence.pk])).status_code == 404
    assert list(Absence.objects.all()) == [absence]


def test_an_absence_is_removed_only_from_its_person(client):
    alice, bob = UserFactory(), UserFactory(roles=["hr"])
    absence = Absence.objects.create(user=alice, starts_on="2027-01-01", ends_on="2027-01-02")
    client.force_login(bob)
    client.post(reverse("people:absence_remove", args=[bob.pk, absence.pk]))
    assert Absence.objects.exists()


def test_changes_are_made_by_post_only(client):
    alice = UserFactory()
    client.force_login(UserFactory(roles=["administrator"]))
    for name in ("person_roles", "absence_add"):
        assert client.get(reverse(f"people:{name}", args=[alice.pk])).status_code == 405


def test_a_refused_entry_says_why_beside_the_field_and_keeps_what_was_typed(client):
    alice = UserFactory()
    client.force_login(UserFactory(roles=["hr"]))
    url = reverse("people:person_edit", args=[alice.pk])
    response = client.post(url, {**ENTRY, "line_manager": "nobody@example.com"})
    assert response.status_code == 422
    html = response.content.decode()
    assert "nobody@example.com" in html
    assert 'id="id_line_manager_error"' in html
    assert User.objects.get(pk=alice.pk).country == "FR"


def test_hr_saves_an_entry(client):
    alice, entity, cohort = UserFactory(), Entity.objects.create(name="Lyon"), Cohort.objects.create(name="Spring")
    bob = UserFactory(roles=["hr"])
    client.force_login(bob)
    data = {**ENTRY, "entity": entity.pk, "cohort": cohort.pk, "line_manager": bob.email}
    assert client.post(reverse("people:person_edit", args=[alice.pk]), data).status_code == 302
    alice.refresh_from_db()
    assert (alice.entity, alice.cohort, alice.line_manager, alice.country) == (entity, cohort, bob, "BE")


def test_an_administrator_gives_roles(client):
    alice = UserFactory()
    client.force_login(UserFactory(roles=["administrator"]))
    url = reverse("people:person_roles", args=[alice.pk])
    assert client.post(url, {"roles": ["king"]}).status_code == 422
    assert client.post(url, {"roles": ["coach", "legal"]}).status_code == 302
    assert set(alice.groups.values_list("name", flat=True)) == {"coach", "legal"}


def test_ones_own_role_of_administrator_stays_and_the_page_says_why(client):
    admin = UserFactory(roles=["administrator"])
    client.force_login(admin)
    response = client.post(reverse("people:person_roles", args=[admin.pk]), {"roles": ["editor"]})
    assert response.status_code == 422
    assert b'id="id_roles_error"' in response.content
    assert User.objects.get(pk=admin.pk).role_names == {"administrator"}
    assert client.get(reverse("people:person_edit", args=[admin.pk])).status_code == 200


def test_a_closed_account_is_signed_out_and_opens_again(client):
    admin, alice = UserFactory(roles=["administrator"]), UserFactory()
    alices = type(client)()
    alices.force_login(alice)
    client.force_login(UserFactory(roles=["hr"]))
    url = reverse("people:person_account", args=[alice.pk])
    assert client.post(url, {"active": "no"}).status_code == 404
    assert url.encode() not in client.get(reverse("people:person_edit", args=[alice.pk])).content
    client.force_login(admin)
    assert client.post(url, {"active": "no"}).status_code == 302
    assert alices.get(reverse("people:profile")).status_code == 302
    assert b'value="yes"' in client.get(reverse("people:person_edit", args=[alice.pk])).content
    client.post(url, {"active": "yes"})
    assert User.objects.get(pk=alice.pk).is_active


def test_an_entry_tells_nothing_about_taking_part(client):
    alice = MembershipFactory(user=UserFactory(first_name="Alice"), state="ambassador").user
    client.force_login(UserFactory(roles=["hr"]))
    for url in (reverse("people:person_list"), reverse("people:person_edit", args=[alice.pk])):
        html = client.get(url).content.decode().lower()
        assert "alice" in html
        assert "ambassad" not in html.replace("ambassadeurs et ambassadrices", "")


NEW = {"email": "New.Person@example.com", "first_name": "Nina", "last_name": "Neuve", "language": "fr"}


def test_an_address_is_given_once_whatever_its_case(client):
    UserFactory(email="new.person@example.com")
    client.force_login(UserFactory(roles=["hr"]))
    response = client.post(reverse("people:person_create"), NEW)
    assert response.status_code == 422
    assert b'id="id_email_error"' in response.content
    assert b"Neuve" in response.content


def test_a_new_person_has_an_entry_no_password_and_no_membership(client):
    client.force_login(UserFactory(roles=["hr"]))
    response = client.post(reverse("people:person_create"), {**NEW, "is_superuser": "on"})
    person = User.objects.get(email="new.person@example.com")
    assert response["Location"] == reverse("people:person_edit", args=[person.pk])
    assert not person.has_usable_password()
    assert not person.is_superuser
    assert not person.memberships.exists()


def test_a_new_person_chooses_a_password_by_mail(client, mailoutbox):
    client.force_login(UserFactory(roles=["hr"]))
    client.post(reverse("people:person_create"), NEW)
    client.logout()
    client.post(reverse("account_reset_password"), {"email": NEW["email"]})
    [message] = mailoutbox
    assert message.to == ["new.person@example.com"]
    assert "/account/password/reset/key/" in message.body


def test_the_search_keeps_its_words(client):
    UserFactory(first_name="Zoé", last_name="Quentin")
    UserFactory(first_name="Paul", last_name="Other")
    client.force_login(UserFactory(roles=["hr"]))
    html = client.get(reverse("people:person_list"), {"q": "zoé"}).content.decode()
    assert "Quentin" in html
    assert "Paul Other" not in html
    assert client.get(reverse("people:person_list"), {"q": "nobody-like-this"}).status_code == 200


def test_a_profile_is_ones_own(client):
    alice = UserFactory()
    client.force_login(alice)
    url = reverse("people:profile")
    assert client.post(url, {"language": "xx", "time_zone": "Europe/London"}).status_code == 422
    assert client.post(url, {"language": "en", "time_zone": "Europe/London", "country": "GB"}).status_code == 302
    alice.refresh_from_db()
    assert (alice.language, alice.time_zone, alice.country) == ("en", "Europe/London", "FR")


def test_days_away_are_added_and_removed_from_ones_profile(client):
    alice = UserFactory()
    client.force_login(alice)
    add = reverse("people:absence_add", args=[alice.pk])
    response = client.post(add, {"starts_on": "2027-03-02", "ends_on": "2027-03-01"})
    assert response.status_code == 422
    assert b"2027-03-02" in response.content
    response = client.post(add, {"starts_on": "2027-03-01", "ends_on": "2027-03-05"})
    assert response["Location"] == reverse("people:profile")
    absence = alice.absences.get()
    remove = reverse("people:absence_remove", args=[alice.pk, absence.pk])
    for _click in range(2):
        assert client.post(remove)["Location"] == reverse("people:profile")
    assert not alice.absences.exists()


def test_the_directory_costs_the_same_with_one_and_three_people(client, queries):
    bob = UserFactory(roles=["hr"])
    client.force_login(bob)
    url = reverse("people:person_list")
    client.get(url)
    with queries() as one:
        client.get(url)
    for name in ("Lyon", "Paris"):
        UserFactory(entity=Entity.objects.create(name=name), cohort=Cohort.objects.create(name=name), line_manager=bob)
    with queries() as three:
        client.get(url)
    assert len(one) == len(three) <= 12


def test_the_profile_costs_the_same_with_one_and_three_absences(client, queries):
    alice = UserFactory()
    client.force_login(alice)
    Absence.objects.create(user=alice, starts_on="2027-01-01", ends_on="2027-01-02")
    url = reverse("people:profile")
    client.get(url)
    with queries() as one:
        client.get(url)
    for month in (2, 3):
        Absence.objects.create(user=alice, starts_on=f"2027-0{month}-01", ends_on=f"2027-0{month}-02")
    with queries() as three:
        client.get(url)
    assert len(one) == len(three) <= 12
