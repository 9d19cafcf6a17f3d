"""The learning report: who reads it, what it shows and hides, the same in every form."""

from __future__ import annotations

import csv
import io
import re
from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone, translation
from openpyxl import load_workbook

from home import reports
from home.charts import Bar, bars
from learning.models import AttemptQuestion, Certificate, CourseCompletion, Enrolment, LearnerCourseSummary
from people import states
from people.models import Cohort, Entity
from tests.factories.learning import AttemptFactory, make_course, quiz_of
from tests.factories.people import MembershipFactory, UserFactory

pytestmark = pytest.mark.django_db
PAGE, CSV, XLSX = (reverse(f"home:learning_report{kind}") for kind in ("", "_csv", "_xlsx"))
MESSAGES = reverse("home:mastery_report")
ALL = reports.ALL


@pytest.fixture
def manager(client):
    person = UserFactory(roles=["programme_manager"])
    client.force_login(person)
    return person


@pytest.fixture
def course():
    return make_course(title="Cours")


def group(count, done, course, *, month=None, **user):
    """So many people, of whom so many have completed the course."""
    members = MembershipFactory.create_batch(count)
    for n, member in enumerate(members):
        for name, value in user.items():
            setattr(member.user, name, value)
        member.user.save()
        if n < done:
            at = timezone.now() if month is None else timezone.make_aware(timezone.datetime(month.year, month.month, 9))
            CourseCompletion.objects.create(user=member.user, course_key=course.translation_key, completed_at=at)
    return [member.user for member in members]


def line(course, cohort=ALL, entity=ALL):
    (found,) = [one for one in reports.learning_report().courses if one.key == course.translation_key]
    return found.line(cohort, entity)


def value(cell):
    return cell.value if cell.is_shown else None


@pytest.mark.parametrize("url", [PAGE, CSV, XLSX, MESSAGES])
@pytest.mark.parametrize("role", [None, "coach", "lead_coach", "legal", "editor", "administrator"])
def test_the_report_does_not_exist_for_others(client, url, role):
    client.force_login(UserFactory(roles=[role] if role else [], is_superuser=True))
    assert client.get(url).status_code == 404
    client.logout()
    assert client.get(url).status_code == 302


@pytest.mark.parametrize("url", [PAGE, CSV, XLSX, MESSAGES])
@pytest.mark.parametrize("role", ["programme_manager", "hr"])
def test_programme_managers_and_hr_read_it_and_cannot_write(client, course, url, role):
    client.force_login(UserFactory(roles=[role]))
    assert client.get(url).status_code == 200
    assert client.post(url).status_code == 405


def test_line_managers_without_a_role_have_no_report(client):
    boss = UserFactory()
    UserFactory(line_manager=boss)
    client.force_login(boss)
    assert client.get(PAGE).status_code == 404


def test_completed_not_yet_and_share(course, manager):
    group(15, 9, course)
    found = line(course)
    assert [value(cell) for cell in (found.people, found.completed, found.left)] == [15, 9, 6]
    assert found.share == 60


@pytest.mark.parametrize(("people", "done"), [(15, 4), (15, 11), (15, 0), (15, 15), (4, 2)])
def test_few_nearly_all_and_all_are_not_shown(course, manager, people, done):
    group(people, done, course)
    found = line(course)
    assert not found.completed.is_shown
    assert not found.left.is_shown
    assert found.share is None
    assert found.people.is_shown == (people >= 5)


def test_who_left_is_not_counted_and_a_break_is_not_late(course, manager):
    left, paused, late = (group(count, 0, course) for count in (6, 7, 8))
    for user in (*left, *paused, *late):
        yesterday = timezone.localdate() - timedelta(days=1)
        Enrolment.objects.create(learner=user, course_key=course.translation_key, due_on=yesterday)
    for user in left:
        user.memberships.update(state=states.LEFT, left_at=timezone.now())
    for user in paused:
        user.memberships.update(state=states.PAUSED, paused_at=timezone.now(), paused_from_state=states.VOLUNTEER)
    found = line(course)
    assert value(found.people) == 15
    assert value(found.overdue) == 8


def test_certificates_that_end_are_counted_by_band(course, manager):
    users = group(40, 35, course)
    for n, user in enumerate(users[:18]):
        day = timezone.now() + timedelta(days=(10, 45, 80)[n % 3])
        ends = {"expires_at": day, "renewable_at": day - timedelta(days=5)}
        Certificate.objects.create(user=user, course_key=course.translation_key, name_snapshot="N. N.", **ends)
    (found,) = reports.learning_report().courses
    assert [value(cell) for cell in found.expiring] == [6, 6, 6]


def test_months_are_those_of_completion_and_the_older_ones_are_one(course, manager):
    today = timezone.localdate()
    first = reports.last_months(today)[0]
    group(8, 8, course)
    group(7, 7, course, month=first)
    group(6, 6, course, month=date(2020, 1, 1))
    group(9, 0, course)
    (found,) = reports.learning_report().courses
    assert [value(found.months[n]) for n in (0, 1, 2, -1)] == [None, 7, None, 8]


def test_the_last_months_cross_the_year():
    assert reports.last_months(date(2026, 2, 28))[0] == date(2025, 3, 1)
    assert reports.last_months(date(2026, 12, 1))[-1] == date(2026, 12, 1)


def test_cohorts_and_entities_have_their_lines(course, manager):
    one, two = (Cohort.objects.create(name=name) for name in "AB")
    lyon, lille = (Entity.objects.create(name=name) for name in ("Lyon", "Lille"))
    for cohort, entity, done in ((one, lyon, 40), (one, lille, 50), (two, lyon, 60), (two, lille, 45)):
        group(100, done, course, cohort=cohort, entity=entity)
    report = reports.learning_report()
    assert report.is_crossed
    assert value(line(course, one.pk).completed) == 90
    assert value(line(course, ALL, lyon.pk).completed) == 100
    assert value(line(course, two.pk, lille.pk).completed) == 45
    assert line(course, None, None) == reports.NOTHING


def test_a_small_company_is_not_crossed(course, manager):
    cohort, entity = Cohort.objects.create(name="A"), Entity.objects.create(name="Lyon")
    group(20, 10, course, cohort=cohort, entity=entity)
    assert not reports.learning_report().is_crossed
    assert value(line(course, cohort.pk).completed) == 10
    assert line(course, cohort.pk, entity.pk) == reports.NOTHING


# --- The page --------------------------------------------------------------------------------------------------------
def test_the_page_shows_plots_with_their_tables_and_words(client, course, manager):
    group(15, 9, course)
    html = client.get(PAGE).content.decode()
    assert html.count('class="chart"') == html.count('role="img" aria-label="') >= 4
    assert re.search(r">60\s?%<", html)
    assert "style=" not in html.split('class="chart"', 1)[1].split("</svg>")[0]


def test_filters_stay_in_the_address_of_what_is_exported(client, course, manager):
    cohort = Cohort.objects.create(name="Promotion 1")
    html = client.get(PAGE, {"course": course.translation_key, "cohort": cohort.pk, "months": "3"}).content.decode()
    query = f"course={course.translation_key}&amp;cohort={cohort.pk}&amp;months=3"
    assert f"{CSV}?{query}" in html
    assert f"{XLSX}?{query}" in html
    assert f'<option value="{cohort.pk}" selected>Promotion 1' in html


@pytest.mark.parametrize(
    "query", [{"course": "x"}, {"cohort": "999"}, {"cohort": "all"}, {"entity": "-1"}, {"entity": "é"}, {"months": "7"}]
)
def test_what_is_not_understood_is_said_and_never_means_everybody(client, course, manager, query):
    group(15, 9, course)
    html = client.get(PAGE, query).content.decode()
    assert 'class="chart"' not in html
    assert reverse("home:learning_report") in html
    assert len(b"".join(client.get(CSV, query).streaming_content).splitlines()) == 1


def test_without_a_course_the_page_says_so(client, manager):
    assert client.get(PAGE).status_code == 200
    assert client.get(XLSX).status_code == 200


def test_the_page_costs_the_same_with_one_and_three_of_everything(client, manager, queries):
    def more(n):
        cohort, entity = Cohort.objects.create(name=f"C{n}"), Entity.objects.create(name=f"E{n}")
        group(6, 5, make_course(title=f"Cours {n}"), cohort=cohort, entity=entity)

    more(1)
    client.get(PAGE)
    with queries() as one:
        client.get(PAGE)
    more(2), more(3)
    with queries() as three:
        client.get(PAGE)
    assert len(one) == len(three) <= 14


# --- Exports ---------------------------------------------------------------------------------------------------------
def rows_of(client, language="fr", **query):
    with translation.override(language):
        response = client.get(reverse("home:learning_report_csv"), query)
    text = b"".join(response.streaming_content).decode()
    assert response["Content-Type"].startswith("text/csv")
    assert "no-store" in response["Cache-Control"]
    return list(csv.reader(io.StringIO(text.removeprefix("\ufeff")), delimiter=";" if language == "fr" else ","))


def test_the_csv_says_what_the_page_says(client, course, manager):
    cohort = Cohort.objects.create(name="A")
    group(20, 9, course, cohort=cohort)
    group(20, 2, course)
    head, *rows = rows_of(client)
    assert len(head) == len(rows[0]) == 8
    hidden = translation.gettext("not shown")
    assert ["Cours", "40", "11", "29", "28", hidden] in [[row[0], *row[3:]] for row in rows]
    assert not {"2", "9"} & {cell for row in rows for cell in row}


def test_the_heads_are_in_the_language_of_the_address(client, course, manager):
    head = rows_of(client, language="en")[0]
    assert head == ["Course", "Cohort", "Entity", "People", "Completed", "Not yet", "Completed, %", "Overdue"]
    with translation.override("fr"):
        assert rows_of(client)[0][:3] == [translation.gettext(word) for word in ("Course", "Cohort", "Entity")]


def test_a_filter_takes_lines_away_and_changes_none(client, course, manager):
    cohort = Cohort.objects.create(name="A")
    group(20, 9, course, cohort=cohort)
    group(20, 10, course)
    everything = rows_of(client)
    some = rows_of(client, cohort=cohort.pk)
    assert 1 < len(some) < len(everything)
    assert all(row in everything for row in some)


@pytest.mark.parametrize("table", ["months", "certificates"])
def test_the_other_tables_can_be_exported_too(client, course, manager, table):
    assert rows_of(client, table=table)[1][0] == "Cours"
    assert client.get(CSV, {"table": "people"}).status_code == 404


def test_no_cell_of_an_export_is_a_formula(client, manager):
    course = make_course(title="=1+1")
    Cohort.objects.create(name="@SUM(A1)")
    cells = [cell for row in rows_of(client) for cell in row]
    assert "'=1+1" in cells
    assert "'@SUM(A1)" in cells
    assert course.title not in cells
    book = load_workbook(io.BytesIO(b"".join(client.get(XLSX).streaming_content)))
    found = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert all(cell.data_type != "f" for cell in found)
    assert "'=1+1" in [cell.value for cell in found]


def test_the_workbook_has_a_sheet_for_each_table(client, course, manager):
    group(15, 9, course)
    book = load_workbook(io.BytesIO(b"".join(client.get(XLSX).streaming_content)))
    assert len(book.worksheets) == 3
    assert [15, 9, 6, 60] in [[cell.value for cell in row[3:7]] for row in book.worksheets[0].iter_rows()]


# --- Key messages ----------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(("people", "expected"), [(4, None), (5, 60)])
def test_mastery_is_rounded_and_small_groups_are_hidden(course, monkeypatch, people, expected):
    rows = [reports.learning_queries.Mastery("Le message", 0.5833, people)]
    assert [one.share for one in reports._mastery_lines(rows)] == [expected]


@pytest.mark.parametrize(("share", "expected"), [(0, 5), (0.01, 5), (0.5, 50), (0.526, 55), (0.99, 95), (1, 95)])
def test_mastery_says_neither_all_nor_none(share, expected):
    assert reports.rounded(share) == expected


def test_mastery_counts_the_answers_to_the_questions_about_a_message(course, manager, client):
    from learning.models import KeyMessage

    with translation.override("fr"):
        quiz = quiz_of(course)
        question = quiz.slots.first().question
        message = KeyMessage.objects.create(
            title="Nos émissions baissent", fact="…", source_name="Bilan", locale=question.locale
        )
        question.key_messages = [("message", message)]
        question.save()
        for n in range(6):
            attempt = AttemptFactory(
                learner=MembershipFactory().user,
                quiz=quiz,
                state="finished",
                score=50,
                passed=True,
                submitted_at=timezone.now(),
            )
            snapshot = {"question": str(question.translation_key)}
            AttemptQuestion.objects.create(attempt=attempt, position=1, snapshot=snapshot, mark=int(n < 3))
        assert reports.mastery_report("fr") == [reports.MessageLine("Nos émissions baissent", 50)]
    assert (
        "Nos émissions baissent" in client.get(reverse("home:mastery_report").replace("/en/", "/fr/")).content.decode()
    )


# --- Plots -----------------------------------------------------------------------------------------------------------
def test_a_plot_keeps_to_the_colours_of_the_page_and_escapes_names():
    svg = bars([Bar('<script>"x"</script>', 40, "40"), Bar("B", None, "not shown")], label='Plot "<b>"', most=100)
    assert "<script" not in svg
    assert 'aria-label="Plot &quot;&lt;b&gt;&quot;"' in svg
    assert "currentColor" in svg
    assert "#" not in svg.replace("&#x27;", "")
    assert "not shown" in svg


def test_the_same_plot_is_drawn_once(monkeypatch):
    first = bars([Bar("A", 1, "1")], label="x")
    monkeypatch.setattr("home.charts.vegalite_to_svg", None)
    assert bars([Bar("A", 1, "1")], label="x") == first


def test_sums_alone_are_read(course, manager, client):
    group(15, 9, course)
    LearnerCourseSummary.objects.all().delete()
    assert not line(course).completed.is_shown
