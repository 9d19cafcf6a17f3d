"""`manage.py check --deploy` under the production settings, with a seal made for the occasion. Run: -m tests.check_deploy"""

from __future__ import annotations

import os
import secrets
import subprocess
import sys
import tempfile
from pathlib import Path


def production_environment(folder: Path) -> dict[str, str]:
    """A complete production environment whose files live in `folder` and whose servers are given by the caller."""
    return {
        "DJANGO_SETTINGS_MODULE": "config.settings.production",
        "SECRET_KEY": secrets.token_urlsafe(64),
        "BASE_URL": "https://porte-voix.example.com",
        "DATABASE_URL": os.environ.get("DATABASE_URL") or "postgres://nobody@127.0.0.1:1/none",
        "REDIS_URL": os.environ.get("REDIS_URL") or "redis://127.0.0.1:1/0",
        "FILES_DIR": str(folder / "files"),
        "DATA_DIR": str(folder),
        "EMAIL_URL": "smtp://127.0.0.1:1025",
        "DEFAULT_FROM_EMAIL": "porte-voix@example.com",
        "SEAL_P12_PATH": str(folder / "seal" / "seal.p12"),
        "SEAL_PASSPHRASE": "a passphrase for this run",
        "SEAL_TRUST_ROOT_PATH": str(folder / "seal" / "root.crt"),
    }


def make_seal(folder: Path) -> None:
    """A development seal in `folder`/seal, readable with the passphrase of `production_environment`."""
    env = {**os.environ, "DJANGO_SETTINGS_MODULE": "config.settings.embedded", "DATA_DIR": str(folder)}
    command = [sys.executable, "manage.py", "make_development_seal", "--passphrase", "a passphrase for this run"]
    subprocess.run(command, env=env, check=True, stdout=subprocess.DEVNULL)


def main() -> int:
    with tempfile.TemporaryDirectory(prefix="porte-voix-deploy-") as name:
        folder = Path(name)
        make_seal(folder)
        command = [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"]
        return subprocess.run(command, env={**os.environ, **production_environment(folder)}, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
