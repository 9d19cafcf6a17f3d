from django.db import migrations

ROLES = ["coach", "lead_coach", "programme_manager", "legal", "hr", "editor", "administrator"]


def make_groups(apps, schema_editor):
    group_model = apps.get_model("auth", "Group")
    for name in ROLES:
        group_model.objects.get_or_create(name=name)
    access = apps.get_model("auth", "Permission").objects.filter(
        content_type__app_label="wagtailadmin", codename="access_admin"
    )
    for name in ("editor", "administrator"):
        group_model.objects.get(name=name).permissions.add(*access)
    apps.get_model("people", "WorkCalendar").objects.get_or_create(
        name="Standard", defaults={"spans": {str(day): [["09:00", "18:00"]] for day in range(5)}, "holidays": []}
    )


class Migration(migrations.Migration):
    dependencies = [("people", "0001_initial"), ("wagtailadmin", "0001_create_admin_access_permissions")]
    operations = [migrations.RunPython(make_groups, migrations.RunPython.noop)]
