from django.db import migrations

from core.operations import AppendOnly


class Migration(migrations.Migration):
    dependencies = [("core", "0002_initial")]
    operations = [AppendOnly("core_auditevent")]
