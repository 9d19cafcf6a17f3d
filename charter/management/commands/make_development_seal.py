from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from charter.sealing.development import make_seal


class Command(BaseCommand):
    help = "Make the development seal (root, key, certificate) once; refused where a real one is demanded."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            made = make_seal()
        except PermissionError:
            raise CommandError(
                "This installation does not allow a development seal: set SEAL_P12_PATH to the company’s own key."
            ) from None
        word = "made" if made else "already there"
        self.stdout.write(f"Development seal {word}: {settings.SEAL_P12_PATH}")
