from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from charter.sealing.development import make_seal


class Command(BaseCommand):
    help = "Make the development seal (root, key, certificate) once; refused where a real one is demanded."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--passphrase", help="of the key file; the one of the settings when not given")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            made = make_seal(options["passphrase"])
        except PermissionError:
            raise CommandError(
                "This installation does not allow a development seal: set SEAL_P12_PATH to the company’s own key."
            ) from None
        word = "made" if made else "already there"
        self.stdout.write(f"Development seal {word}: {settings.SEAL_P12_PATH}")
