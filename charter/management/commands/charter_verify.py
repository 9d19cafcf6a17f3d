from typing import Any

from django.core.management.base import BaseCommand, CommandError

from charter.models import CharterEvent
from charter.queries import first_broken_event


class Command(BaseCommand):
    help = "Walk the chain of events; fails, naming the first event, when one was changed, removed or moved."

    def handle(self, *args: Any, **options: Any) -> None:
        broken = first_broken_event()
        if broken is not None:
            raise CommandError(f"The chain is broken at event {broken}.")
        self.stdout.write(f"The chain holds: {CharterEvent.objects.count()} events.")
