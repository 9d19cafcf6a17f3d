"""Make the demo people and their history. Only where the settings allow it."""

from __future__ import annotations

from time import monotonic
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from core.errors import ActionError
from home import actions


class Command(BaseCommand):
    help = "Make the demo people and their history, on top of the catalogue. Refused outside the embedded mode."

    def handle(self, *args: Any, **options: Any) -> None:
        started = monotonic()
        self.is_silent = options["verbosity"] == 0
        try:
            actions.load_demo(say=self.say)
        except ActionError as error:
            raise CommandError(error.message) from error
        self.say(self.style.SUCCESS(f"Demo loaded in {monotonic() - started:.1f} s."))

    def say(self, text: str) -> None:
        if not self.is_silent:
            self.stdout.write(text)
