"""What stands already gets its text to search in; facts named after a path are marked as such."""

import re

from django.db import migrations

from learning.searching import fold, stored_texts

MENU_PATH = re.compile(r"-(paths?|screen|settings|controls|tools)$")


def fill(apps, schema_editor):
    for name, fields in {
        "CoursePage": ("title", "summary", "gives", "objectives"),
        "LessonPage": ("title", "summary", "objective", "body"),
    }.items():
        model = apps.get_model("learning", name)
        for page in model.objects.all():
            values = [getattr(page, field) for field in fields]
            texts = [list(getattr(value, "raw_data", None) or []) if hasattr(value, "raw_data") else value for value in values]
            model.objects.filter(pk=page.pk).update(search_text=fold(" ".join(stored_texts(texts))))
    facts = apps.get_model("learning", "Fact").objects
    keys = [key for key in facts.values_list("key", flat=True) if MENU_PATH.search(key)]
    facts.filter(key__in=keys).update(is_menu_path=True)


class Migration(migrations.Migration):
    dependencies = [("learning", "0004_key_messages_notes_and_course_options")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
