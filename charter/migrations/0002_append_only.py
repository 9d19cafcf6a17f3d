from django.db import migrations

from core.operations import AppendOnly


class Migration(migrations.Migration):
    dependencies = [("charter", "0001_initial")]
    operations = [
        AppendOnly("charter_charterversion"),
        AppendOnly("charter_versiontext"),
        AppendOnly("charter_signatureact"),
        AppendOnly("charter_charterevent"),
    ]
