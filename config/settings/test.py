"""The suite's settings: SQLite by default, PostgreSQL and Redis when DATABASE_URL and REDIS_URL are given."""

import tempfile
from pathlib import Path

import environ

from .base import *  # noqa: F403

env = environ.Env()
SECRET_KEY = "tests-only-" + "x" * 40
DEBUG = False
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
DATA_DIR = Path(tempfile.mkdtemp(prefix="porte-voix-tests-"))

DATABASES = {"default": env.db("DATABASE_URL", default="sqlite:///:memory:")}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["OPTIONS"] = {"timeout": 20, "transaction_mode": "IMMEDIATE"}
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
MEDIA_ROOT = DATA_DIR / "media"
STATIC_ROOT = DATA_DIR / "static"
STATIC_ROOT.mkdir()
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "private": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": DATA_DIR / "private", "base_url": None},
    },
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
DEMO_PEOPLE_ALLOWED = True
SEAL_ALLOW_DEVELOPMENT_KEY = True
SEAL_P12_PATH = DATA_DIR / "seal" / "seal.p12"
SEAL_PASSPHRASE = "tests"  # noqa: S105
SEAL_TRUST_ROOT_PATH = DATA_DIR / "seal" / "root.crt"
SEAL_OLD_CERTIFICATES_DIR = DATA_DIR / "seal" / "old"

# Nothing is published in tests: a wake-up is recorded by the suite (see tests/conftest.py), rows are swept by hand.
CELERY_BROKER_URL = "memory://"
CELERY_TASK_ALWAYS_EAGER = False
ACCOUNT_RATE_LIMITS = False
