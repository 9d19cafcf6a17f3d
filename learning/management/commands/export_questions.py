"""The whole question bank as CSV, to the screen or to a file."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from learning import bank_rows, queries


class Command(BaseCommand):
    help = "Export the whole question bank as CSV."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", nargs="?", help="where to write; the screen when not given")

    def handle(self, *args: Any, **options: Any) -> None:
        lines = bank_rows.write(queries.bank_export())
        if options["file"]:
            with Path(options["file"]).open("w", encoding="utf-8", newline="") as file:
                file.writelines(lines)
            return
        for line in lines:
            self.stdout.write(line, ending="")
