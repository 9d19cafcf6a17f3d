"""django-quiz-app's data: every table, field and bug of its 0.5.1, taken over or refused with a reason.

`django_quiz_app.json` is what `dumpdata` of such an installation says. Its users: Alice by e-mail; Bob, whose user name
is his address; Carol, whom nobody knows here; Dan, whose user name begins his address.
"""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from learning import actions, quiz_app_dump
from learning.models import Attempt, CourseCompletion, CoursePage, Question, QuestionCategory, Quiz, QuizGrade
from learning.models.options import AFTER_EACH, AT_END
from tests.factories.learning import make_index
from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db
DUMP = Path(__file__).with_name("django_quiz_app.json")
MODELS = [Question, Quiz, CoursePage, QuestionCategory, Attempt, CourseCompletion, QuizGrade]


@pytest.fixture
def people():
    """Those of the dump whom we know."""
    names = ("alice", "bob", "dan")
    return {name: UserFactory(email=f"{name}@example.com") for name in names}


@pytest.fixture
def imported(people):
    make_index()
    return actions.import_quiz_app(text=DUMP.read_text("utf-8"), language="fr", dry_run=False)


def counted():
    return [model.objects.count() for model in MODELS]


def of(report, table):
    """(number, outcome, reason) of each row of a table."""
    return {row.pk: (row.outcome, row.reason) for row in report.outcomes if row.table == table}


def outcomes(report, table):
    return {pk: outcome for pk, (outcome, _reason) in of(report, table).items()}


def quiz(title):
    return Quiz.objects.get(title=title)


# --- What is refused -------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("text", "word"),
    [
        ('[\n{"model": }', "2"),
        ("{}", "1"),
        ("[]", "django-quiz-app"),
        ('[{"pk": 1}]', "1"),
        ('[{"model": "quiz.quiz", "fields": {}}]', "pk"),
        ('[{"model": "quiz.quiz", "pk": 1, "fields": {}}, {"model": "quiz.quiz", "pk": 1, "fields": {}}]', "2"),
    ],
)
def test_a_broken_dump_says_where_and_nothing_is_kept(text, word):
    before = counted()
    with pytest.raises(quiz_app_dump.BrokenDump, match=word):
        actions.import_quiz_app(text=text, language="fr", dry_run=False)
    assert counted() == before


def test_without_a_list_of_courses_every_quiz_is_refused(people):
    report = actions.import_quiz_app(text=DUMP.read_text("utf-8"), language="en", dry_run=False)
    assert set(outcomes(report, "quiz.quiz").values()) == {"refused"}
    assert not Quiz.objects.exists()


def test_a_rehearsal_says_the_same_and_keeps_nothing(people):
    make_index()
    before = counted()
    rehearsal = actions.import_quiz_app(text=DUMP.read_text("utf-8"), language="fr")
    assert counted() == before
    done = actions.import_quiz_app(text=DUMP.read_text("utf-8"), language="fr", dry_run=False)
    assert [str(row) for row in rehearsal.outcomes] == [str(row) for row in done.outcomes]


# --- Row by row ------------------------------------------------------------------------------------------------------
def test_every_row_of_every_table_is_reported_once(imported):
    rows = [row for row in json.loads(DUMP.read_text("utf-8")) if row["model"] in quiz_app_dump.TABLES]
    assert sorted((row["model"], row["pk"]) for row in rows) == sorted((o.table, o.pk) for o in imported.outcomes)
    assert {row["model"] for row in rows} == set(quiz_app_dump.TABLES), "the dump covers every table"
    assert all(row.reason for row in imported.outcomes if row.outcome in ("refused", "changed"))
    assert imported.others == {"contenttypes.contenttype": 1}


def test_categories_whose_names_hold_commas_or_one_another_stay_apart(imported):
    assert outcomes(imported, "quiz.category") == {1: "taken", 2: "taken", 3: "taken", 4: "refused"}
    assert set(QuestionCategory.objects.values_list("name_fr", flat=True)) == {
        "social",
        "anti-social",
        "comma, separated",
    }
    assert outcomes(imported, "quiz.subcategory") == {1: "changed", 2: "refused"}


def test_questions_of_each_type(imported):
    found = outcomes(imported, "quiz.question")
    assert found == {
        1: "changed",
        2: "changed",
        3: "changed",
        4: "changed",
        5: "refused",
        6: "taken",
        7: "refused",
        8: "taken",
    }
    types = {question.prompt[:12]: question.type for question in Question.objects.all()}
    assert types["À qui appart"] == "single_choice"
    assert types["Un mot de pa"] == "true_false"
    assert types["Racontez une"] == "open_answer"
    assert types["Qu’est-ce qu"] == "multiple_choice"
    one = Question.objects.get(prompt__startswith="À qui")
    assert one.category.name_fr == "social"
    assert [tag.name for tag in one.tags.all()] == ["privacy  settings"]
    assert "account.png" in of(imported, "quiz.question")[1][1]
    statement = Question.objects.get(prompt__startswith="Un mot de passe")
    assert statement.explanation, "a learner is always told why"
    assert statement.category.name_fr == "social", "that of its quiz"
    several = Question.objects.get(prompt__startswith="Qu’est-ce qui")
    texts = [option["text"] for option in several.source().config["options"]]
    assert texts == sorted(texts), "in the order of their content"


def test_answers_and_types_follow_their_question(imported):
    refused = {pk for pk, outcome in outcomes(imported, "multichoice.answer").items() if outcome == "refused"}
    assert refused == {7, 8, 13}
    assert outcomes(imported, "multichoice.mcquestion")[5] == "refused"
    assert outcomes(imported, "true_false.tf_question") == {2: "taken", 55: "refused"}
    assert outcomes(imported, "essay.essay_question") == {3: "taken"}


def test_every_option_of_a_quiz(imported):
    assert outcomes(imported, "quiz.quiz") == {1: "changed", 2: "changed", 3: "changed", 4: "refused"}
    one, two, exam = quiz("Mes comptes"), quiz("Mes comptes, encore"), quiz("L’examen")
    assert (one.random_order, one.draw, one.feedback_when, one.attempts_allowed) == (False, None, AT_END, 0)
    assert (one.pass_mark, one.success_text, one.fail_text) == (50, "Bravo, c’est acquis.", "Relisez la leçon.")
    assert (two.random_order, two.draw, two.feedback_when, two.pass_mark) == (True, 2, AFTER_EACH, 0)
    assert (exam.attempts_allowed, exam.pass_mark, exam.live, exam.course.live) == (1, 80, False, False)
    assert one.shuffle_options
    assert not exam.shuffle_options
    assert one.course.summary == "Ce que chacun doit savoir de ses comptes."
    assert len(exam.course.summary) == 400
    assert "5" in of(imported, "quiz.quiz")[1][1], "the question left out is named"


def test_two_quizzes_with_the_same_address_get_two(imported):
    assert quiz("Mes comptes").course.slug == "accounts"
    assert quiz("Mes comptes, encore").course.slug == "accounts-2"
    assert "accounts-2" in of(imported, "quiz.quiz")[2][1]


def test_sittings_are_matched_by_address_or_user_name_and_the_rest_refused(imported, people):
    found = of(imported, "quiz.sitting")
    assert {pk for pk, (outcome, _why) in found.items() if outcome == "refused"} == {2, 5, 6, 8, 9}
    assert "carol@elsewhere.example" in found[5][1]
    learners = Attempt.objects.values_list("learner__email", "number").order_by("learner__email", "number")
    assert list(learners) == [
        ("alice@example.com", 1),
        ("alice@example.com", 2),
        ("bob@example.com", 1),
        ("dan@example.com", 1),
    ]


def test_a_finished_sitting_keeps_its_marks_and_its_essay_no_longer_counts(imported, people):
    attempt = Attempt.objects.finished().get(learner=people["alice"])
    assert (attempt.score, attempt.passed) == (Decimal(100), True)
    assert "75" in of(imported, "quiz.sitting")[1][1], "what the score was"
    assert [row.mark for row in attempt.questions.all()] == [1, 1, None, 1]
    grade = QuizGrade.objects.get(learner=people["alice"])
    assert (grade.grade, grade.attempts) == (Decimal(100), 1)
    assert grade.passed_at == attempt.submitted_at == CourseCompletion.objects.get(user=people["alice"]).completed_at
    assert attempt.submitted_at.year == 2014


def test_of_two_open_sittings_the_last_begun_goes_on(imported, people):
    attempt = Attempt.objects.in_progress().get(learner=people["alice"])
    assert attempt.started_at.day == 3
    assert [row.answer is not None for row in attempt.questions.all()] == [True, True, False, False]


def test_deleted_questions_and_answers_are_said_and_the_result_still_opens(imported, people):
    reason = of(imported, "quiz.sitting")[4][1]
    assert "77" in reason
    attempt = Attempt.objects.get(learner=people["bob"])
    assert attempt.score == 0
    assert timezone.is_aware(attempt.started_at)
    client = Client()
    client.force_login(people["bob"])
    response = client.get(attempt.get_absolute_url())
    assert response.status_code == 200
    assert "Une réponse supprimée depuis" in response.content.decode() or "deleted since" in response.content.decode()


def test_a_list_that_the_old_table_cut_is_taken_as_far_as_it_goes(imported, people):
    outcome, reason = of(imported, "quiz.sitting")[7]
    assert outcome == "changed"
    assert len(reason) < 400
    assert Attempt.objects.get(learner=people["dan"]).questions.count() == 2


def test_running_totals_are_not_taken(imported):
    assert outcomes(imported, "quiz.progress") == {1: "refused"}


# --- Afterwards ------------------------------------------------------------------------------------------------------
def test_the_same_dump_again_changes_nothing(imported, people):
    before = counted()
    again = actions.import_quiz_app(text=DUMP.read_text("utf-8"), language="fr", dry_run=False)
    assert counted() == before
    for table in ("quiz.question", "quiz.quiz", "quiz.sitting"):
        assert not {"taken", "changed"} & set(outcomes(again, table).values())


def test_another_installation_with_the_same_numbers_is_kept_apart(imported):
    report = actions.import_quiz_app(text=DUMP.read_text("utf-8"), language="fr", source="other", dry_run=False)
    assert outcomes(report, "quiz.quiz")[1] == "changed"
    assert Quiz.objects.filter(title="Mes comptes").count() == 2


def test_an_imported_quiz_is_taken_each_answer_going_to_its_own_question(imported):
    """Posting one question's form twice never answers the next one, as it did there."""
    learner = UserFactory()
    client = Client()
    client.force_login(learner)
    one = quiz("Mes comptes")
    client.post(reverse("learning:attempt_create", args=[one.translation_key]))
    attempt = Attempt.objects.in_progress().get(learner=learner)
    rows = {row.snapshot["prompt"][:5]: row for row in attempt.questions.all()}
    first, statement, several = rows["À qui"], rows["Un mo"], rows["Qu’es"]
    option = next(o["id"] for o in first.snapshot["config"]["options"] if o["is_correct"])
    url = reverse("learning:attempt_answer", args=[attempt.pk])
    for sequence in (0, 1):
        client.post(url, {f"q{first.position}-answer": option, f"q{first.position}-sequence": sequence})
    assert [row.answer for row in attempt.questions.all()].count(None) == 3
    right = [o["id"] for o in several.snapshot["config"]["options"] if o["is_correct"]]
    rest = {
        f"q{statement.position}-answer": "false",
        f"q{statement.position}-sequence": 0,
        f"q{several.position}-answer": right,
        f"q{several.position}-sequence": 0,
        "confirm": "yes",
    }
    result = client.post(reverse("learning:attempt_submit", args=[attempt.pk]), rest, follow=True)
    assert result.status_code == 200
    attempt.refresh_from_db()
    assert (attempt.score, attempt.passed) == (Decimal(100), True)
    assert one.overall_text(attempt.score, passed=True) == ["Bravo, c’est acquis."]


def test_the_command_says_each_row_and_rehearses(people, tmp_path, capsys):
    make_index()
    before = counted()
    call_command("import_django_quiz_app", DUMP, dry_run=True)
    out = capsys.readouterr().out
    assert "quiz.sitting 5: refused" in out
    assert counted() == before
    call_command("import_django_quiz_app", DUMP)
    assert Quiz.objects.filter(title="Mes comptes").exists()
    broken = tmp_path / "broken.json"
    broken.write_text("[\n{]")
    with pytest.raises(CommandError, match="Nothing was imported"):
        call_command("import_django_quiz_app", broken)
