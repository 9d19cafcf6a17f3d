"""`make run`: one machine, no server to install. SQLite, a broker in a file of its own, mails in a folder."""

from pathlib import Path

import environ
from django.core.management.utils import get_random_secret_key
from kombu.transport.sqlalchemy import Transport
from sqlalchemy.pool import NullPool

from .base import *  # noqa: F403
from .base import BASE_DIR

env = environ.Env()
DATA_DIR = Path(env("DATA_DIR", default=str(BASE_DIR / "var"))).resolve()
DATA_DIR.mkdir(parents=True, exist_ok=True)


def _secret_key() -> str:
    """The key of this installation, made on first start and kept beside its data (mode 0600)."""
    path = DATA_DIR / "secret_key"
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(get_random_secret_key())
    return path.read_text()


SECRET_KEY = _secret_key()
DEBUG = False
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]"]
PORT = env.int("PORT", default=8000)
WAGTAILADMIN_BASE_URL = f"http://localhost:{PORT}"

DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": DATA_DIR / "db.sqlite3",
        "OPTIONS": {
            "timeout": 20,
            "transaction_mode": "IMMEDIATE",
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-20000;",
        },
        "CONN_MAX_AGE": None,
    }
}
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}

MEDIA_ROOT = DATA_DIR / "media"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "private": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": DATA_DIR / "private", "base_url": None, "file_permissions_mode": 0o600},
    },
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
STATIC_ROOT = Path(env("STATIC_ROOT", default=str(DATA_DIR / "static")))

EMAIL_BACKEND = "core.mailbox.MailboxBackend"
SERVE_MEDIA = True
MAILBOX_DIR = DATA_DIR / "mailbox"
DEMO_PEOPLE_ALLOWED = True
DEMO_SIGN_IN_HINTS = True
SEAL_ALLOW_DEVELOPMENT_KEY = True
SEAL_P12_PATH = DATA_DIR / "seal" / "seal.p12"
SEAL_PASSPHRASE = "development"  # noqa: S105 - the development key protects nothing
SEAL_TRUST_ROOT_PATH = DATA_DIR / "seal" / "root.crt"
SEAL_OLD_CERTIFICATES_DIR = DATA_DIR / "seal" / "old"

# The embedded broker, docs/adr: a message is only a wake-up, so losing one costs a few seconds, never work.
CELERY_BROKER_URL = f"sqla+sqlite:///{DATA_DIR / 'broker.sqlite3'}"
CELERY_BROKER_POOL_LIMIT = 0
CELERY_BROKER_TRANSPORT_OPTIONS = {"connect_args": {"timeout": 0.4}, "poolclass": NullPool}
Transport.polling_interval = 0.1  # refused among the transport's options; the default of 1 s gives 0.8 tasks/s
