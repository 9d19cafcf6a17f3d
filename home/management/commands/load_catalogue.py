"""Load or refresh what ships with the application: pages, news, courses, editors' rights."""

from __future__ import annotations

from time import monotonic
from typing import Any

from django.core.management.base import BaseCommand

from home import actions


class Command(BaseCommand):
    help = "Load or refresh what ships with the application. A text that an editor has changed is left alone."

    def handle(self, *args: Any, **options: Any) -> None:
        started = monotonic()
        self.is_silent = options["verbosity"] == 0
        actions.load_catalogue(say=self.say)
        self.say(self.style.SUCCESS(f"Catalogue loaded in {monotonic() - started:.1f} s."))

    def say(self, text: str) -> None:
        if not self.is_silent:
            self.stdout.write(text)
