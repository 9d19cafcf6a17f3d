"""A dump of django-quiz-app 0.5.1: its questions, quizzes and sittings, row by row."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from learning import actions
from learning.quiz_app_dump import TABLES, BrokenDump


class Command(BaseCommand):
    help = "Import a dumpdata of django-quiz-app 0.5.1. Doing it again with the same file changes nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("dump", help="the JSON file of: dumpdata quiz multichoice true_false essay auth.user")
        parser.add_argument("--dry-run", action="store_true", help="say what would happen, and keep nothing")
        parser.add_argument("--language", default=settings.LANGUAGE_CODE, choices=[c for c, _n in settings.LANGUAGES])
        parser.add_argument("--source", default="", help="a name for the installation, when you import several")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            text = Path(options["dump"]).read_text(encoding="utf-8-sig")
            report = actions.import_quiz_app(
                text=text, language=options["language"], source=options["source"], dry_run=options["dry_run"]
            )
        except (OSError, UnicodeDecodeError, BrokenDump) as error:
            raise CommandError(f"{error}\nNothing was imported.") from error
        for outcome in report.outcomes:
            self.stdout.write(str(outcome))
        for table, count in sorted(report.others.items()):
            self.stdout.write(f"{table}: {count} rows passed over (not of django-quiz-app)")
        for table in TABLES:
            counts = ", ".join(f"{count} {outcome}" for outcome, count in report.counts(table).items() if count)
            if counts:
                self.stdout.write(f"{table}: {counts}")
        done = "Nothing was kept: this was a rehearsal." if options["dry_run"] else "Imported."
        self.stdout.write(self.style.SUCCESS(done))
