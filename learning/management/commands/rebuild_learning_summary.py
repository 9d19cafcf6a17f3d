"""Work out again what the learning reports sum up, and say what was different."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from learning import actions


class Command(BaseCommand):
    help = "Work out again what the learning reports sum up. Prints every difference: none in a healthy database."

    def handle(self, *args: Any, **options: Any) -> None:
        found = actions.rebuild_learning_summary()
        for one in found:
            self.stdout.write(
                f"person {one.user_id}, course {one.course_key}: {one.column} {one.held} -> {one.counted}"
            )
        self.stdout.write(self.style.SUCCESS(f"{len(found)} difference(s) found and mended."))
