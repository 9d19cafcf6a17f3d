"""Questions from a CSV: a rehearsal unless told otherwise, all of the file or nothing."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from learning import actions, bank_rows


class Command(BaseCommand):
    help = "Say what a CSV of questions would change; with --apply, change it. All of the file, or nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file")
        parser.add_argument("--apply", action="store_true", help="import, instead of saying what would happen")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            text = bank_rows.decode(Path(options["file"]).read_bytes())
        except (OSError, ValueError) as error:
            raise CommandError(str(error)) from error
        report = actions.import_questions(text=text, by=None, dry_run=not options["apply"])
        if report.errors:
            raise CommandError("\n".join([*map(str, report.errors), "Nothing was imported."]))
        for row, outcome in report.outcomes:
            if outcome != "unchanged" or options["verbosity"] > 1:
                self.stdout.write(f"line {row.line}: {row['key']} ({row['language']}) {outcome}")
        summary = ", ".join(f"{count} {outcome}" for outcome, count in report.counts.items())
        self.stdout.write(self.style.SUCCESS(summary if options["apply"] else f"{summary}. Nothing was imported."))
