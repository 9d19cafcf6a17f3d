"""What counts of the attempts finished before grades were kept: the best one, as it was until now."""

from django.db import migrations


def keep_grades(apps, schema_editor):
    Attempt = apps.get_model("learning", "Attempt")
    QuizGrade = apps.get_model("learning", "QuizGrade")
    grades = {}
    finished = Attempt.objects.filter(state="finished").order_by("submitted_at")
    for attempt in finished.iterator():
        key = (attempt.learner_id, attempt.quiz_key, attempt.cycle)
        grade = grades.setdefault(
            key,
            QuizGrade(
                learner_id=attempt.learner_id,
                quiz_key=attempt.quiz_key,
                cycle=attempt.cycle,
                course_key=attempt.course_key,
                grade=attempt.score,
                attempts=0,
            ),
        )
        grade.grade = max(grade.grade, attempt.score)
        grade.attempts += 1
        if attempt.passed and grade.passed_at is None:
            grade.passed_at = attempt.submitted_at
    QuizGrade.objects.bulk_create(grades.values(), batch_size=500, ignore_conflicts=True)


class Migration(migrations.Migration):
    dependencies = [("learning", "0006_quiz_options_and_attempt_clock")]
    operations = [migrations.RunPython(keep_grades, migrations.RunPython.noop, elidable=True)]
