"""Make an administrator: the first one of an installation, or when none is left."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from people import actions


class Command(BaseCommand):
    help = "Give the role of administrator to an address. Who has no password yet gets one by changepassword."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email")

    def handle(self, *args: Any, email: str, **options: Any) -> None:
        try:
            person = actions.appoint_administrator(email=email)
        except ValidationError as error:
            raise CommandError("; ".join(error.messages)) from error
        self.stdout.write(f"{person.email} is an administrator.")
        if not person.has_usable_password():
            self.stdout.write(f"No password yet: run changepassword {person.email}, or use the sign-in page.")
