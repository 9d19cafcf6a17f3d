"""One row per learner and course for the reports, filled from what there is."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.utils import timezone


def sum_up(apps, schema_editor):
    zone = timezone.get_default_timezone()
    sums = {}
    completions = apps.get_model("learning", "CourseCompletion").objects.order_by("-completed_at")
    for user, course, at in completions.values_list("user_id", "course_key", "completed_at").iterator():
        sums.setdefault((user, course), {})["completed_month"] = at.astimezone(zone).date().replace(day=1)
    enrolments = apps.get_model("learning", "Enrolment").objects.filter(state="active", due_on__isnull=False)
    for user, course, day in enrolments.values_list("learner_id", "course_key", "due_on").iterator():
        sums.setdefault((user, course), {})["due_on"] = day
    certificates = apps.get_model("learning", "Certificate").objects.filter(status="valid", expires_at__isnull=False)
    for user, course, at in certificates.values_list("user_id", "course_key", "expires_at").iterator():
        sums.setdefault((user, course), {})["expires_on"] = at.astimezone(zone).date()
    Summary = apps.get_model("learning", "LearnerCourseSummary")
    rows = (Summary(user_id=user, course_key=course, **values) for (user, course), values in sums.items())
    Summary.objects.bulk_create(rows, batch_size=500)


class Migration(migrations.Migration):

    dependencies = [
        ('learning', '0009_reminders_renewals_and_courses_asked_again'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='LearnerCourseSummary',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('course_key', models.UUIDField()),
                ('completed_month', models.DateField(null=True)),
                ('due_on', models.DateField(null=True)),
                ('expires_on', models.DateField(null=True)),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(fields=['user', 'course_key', 'completed_month', 'due_on', 'expires_on'], name='learning_summary_report')],
                'constraints': [models.UniqueConstraint(fields=('user', 'course_key'), name='a_learner_is_summed_up_once_in_a_course')],
            },
        ),
        migrations.RunPython(sum_up, migrations.RunPython.noop, elidable=True),
    ]
