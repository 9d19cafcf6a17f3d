from django.db import migrations

from core.operations import AppendOnly

# An erasure, and nothing else, goes through: the body emptied, the hour of it written, all else as it was.
NOT_AN_ERASURE = """
    NEW.erased_at IS NULL OR NEW.body <> '' OR NEW.request_id <> OLD.request_id
    OR COALESCE(NEW.author_id, 0) <> COALESCE(OLD.author_id, 0) OR NEW.visibility <> OLD.visibility
    OR NEW.event <> OLD.event OR NEW.request_version <> OLD.request_version OR NEW.created_at <> OLD.created_at
"""


class Migration(migrations.Migration):
    dependencies = [("coaching", "0001_initial")]
    operations = [AppendOnly("coaching_message", update_when=NOT_AN_ERASURE)]
