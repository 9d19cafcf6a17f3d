"""Asked at start: can the seal be used? A missing or expired certificate would otherwise show only as documents that
are never ready."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core import checks

from . import sealing

SOON = timedelta(days=30)


@checks.register("charter")
def check_seal(app_configs: Any, **kwargs: Any) -> list[checks.CheckMessage]:
    """An error for each way in which nothing could be sealed, with the reason; a warning when that day is near.

    Where a development key is allowed and not made yet there is nothing to say: it is made on first start.
    """
    if settings.SEAL_ALLOW_DEVELOPMENT_KEY and not Path(settings.SEAL_P12_PATH).exists():
        return []
    try:
        seal = sealing.load_seal()
    except sealing.SealUnavailable as error:
        return [
            checks.Error(
                f"The company’s seal cannot be used ({error.code}): {error.message}",
                hint="SEAL_P12_PATH, SEAL_PASSPHRASE, SEAL_TRUST_ROOT_PATH; see the documentation of the seal.",
                id="charter.E001",
            )
        ]
    return _near_its_end(seal) + _open_key_file()


def _near_its_end(seal: sealing.Seal) -> list[checks.CheckMessage]:
    if seal.not_after - datetime.now(UTC) > SOON:
        return []
    day = seal.not_after.date().isoformat()
    return [checks.Warning(f"The seal’s certificate expires on {day}.", hint="Order the next one.", id="charter.W001")]


def _open_key_file() -> list[checks.CheckMessage]:
    if Path(settings.SEAL_P12_PATH).stat().st_mode & 0o007 == 0:
        return []
    return [
        checks.Warning(
            "The seal’s key file can be read by everybody on the machine.", hint="chmod 0600", id="charter.W002"
        )
    ]
