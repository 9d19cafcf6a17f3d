"""A company's own installation, from environment variables only (docs/how-to/deploy.md lists them).

A missing or impossible value stops the start with one sentence that names it.
"""

from pathlib import Path
from urllib.parse import urlsplit

import environ
from csp.constants import SELF
from django.core.exceptions import ImproperlyConfigured

from .base import *  # noqa: F403
from .base import CONTENT_SECURITY_POLICY as BASE_POLICY
from .base import LOGGING as BASE_LOGGING

env = environ.Env()


def required(name: str, why: str) -> str:
    """The value of an environment variable, or a sentence that says what it is for."""
    value = str(env.str(name, default="")).strip()
    if not value:
        raise ImproperlyConfigured(f"The environment variable {name} is missing: {why}.")
    return value


SECRET_KEY = required("SECRET_KEY", "a long random text that signs sessions, kept secret and unchanged")
if len(SECRET_KEY) < 50:
    raise ImproperlyConfigured("The environment variable SECRET_KEY is too short: give at least 50 characters.")
DEBUG = False
BASE_URL = required("BASE_URL", "the public address, such as https://porte-voix.example.com").rstrip("/")
if not BASE_URL.startswith("https://"):
    raise ImproperlyConfigured("The environment variable BASE_URL must begin with https://.")
WAGTAILADMIN_BASE_URL = BASE_URL
HOST = BASE_URL.removeprefix("https://").split("/")[0].split(":")[0]
ALLOWED_HOSTS = [HOST, *env.list("EXTRA_HOSTS", default=[])]
CSRF_TRUSTED_ORIGINS = [BASE_URL]
TIME_ZONE = env.str("TIME_ZONE", default="Europe/Paris")

DATABASES = {"default": env.db_url_config(required("DATABASE_URL", "postgres://user:password@host:5432/name"))}
if not DATABASES["default"]["ENGINE"].endswith("postgresql"):
    raise ImproperlyConfigured("The environment variable DATABASE_URL must name a PostgreSQL database.")
DATABASES["default"].update(CONN_MAX_AGE=60, CONN_HEALTH_CHECKS=True)

REDIS_URL = required("REDIS_URL", "redis://host:6379/0, the broker and the cache")
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL, "KEY_PREFIX": "pv"}
}
CELERY_BROKER_URL = REDIS_URL
CELERY_BROKER_TRANSPORT_OPTIONS = {"visibility_timeout": 60, "socket_timeout": 5, "socket_connect_timeout": 2}

STORAGES = {"staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"}}
if FILES_DIR := env.str("FILES_DIR", default=""):
    STORAGES["default"] = {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": f"{FILES_DIR}/media", "base_url": "/media/"},
    }
    STORAGES["private"] = {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": f"{FILES_DIR}/private", "base_url": None, "file_permissions_mode": 0o600},
    }
    MEDIA_ROOT = f"{FILES_DIR}/media"
else:
    S3 = {
        "endpoint_url": required(
            "S3_ENDPOINT_URL", "the S3-compatible service, or set FILES_DIR to keep files on disk"
        ),
        "access_key": required("S3_ACCESS_KEY", "the key of the bucket's account"),
        "secret_key": required("S3_SECRET_KEY", "the secret of the bucket's account"),
        "region_name": env.str("S3_REGION", default="us-east-1"),
        "default_acl": "private",
        "file_overwrite": False,
        "signature_version": "s3v4",
        "addressing_style": "path",
        "querystring_auth": True,
        "querystring_expire": 300,
    }
    BACKEND = "storages.backends.s3.S3Storage"
    BUCKET = required("S3_BUCKET", "the private bucket that holds files")
    STORAGES["default"] = {"BACKEND": BACKEND, "OPTIONS": {**S3, "bucket_name": BUCKET, "location": "media"}}
    STORAGES["private"] = {"BACKEND": BACKEND, "OPTIONS": {**S3, "bucket_name": BUCKET, "location": "private"}}
    # Browsers follow signed addresses, which begin with the endpoint: images and recordings may come from there.
    BUCKET_ORIGIN = "{0.scheme}://{0.netloc}".format(urlsplit(S3["endpoint_url"]))
    DIRECTIVES = BASE_POLICY["DIRECTIVES"]
    CONTENT_SECURITY_POLICY = {
        **BASE_POLICY,
        "DIRECTIVES": {
            **DIRECTIVES,
            "img-src": [*DIRECTIVES["img-src"], BUCKET_ORIGIN],
            "media-src": [SELF, BUCKET_ORIGIN],
        },
    }

EMAIL = env.email_url_config(required("EMAIL_URL", "smtp+tls://user:password@host:587"))
EMAIL_BACKEND = EMAIL["EMAIL_BACKEND"]
EMAIL_HOST, EMAIL_PORT = EMAIL["EMAIL_HOST"], EMAIL["EMAIL_PORT"]
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = EMAIL["EMAIL_HOST_USER"], EMAIL["EMAIL_HOST_PASSWORD"]
EMAIL_USE_TLS, EMAIL_USE_SSL = EMAIL.get("EMAIL_USE_TLS", False), EMAIL.get("EMAIL_USE_SSL", False)
DEFAULT_FROM_EMAIL = SERVER_EMAIL = required("DEFAULT_FROM_EMAIL", "the sender's address of every message")

SEAL_P12_PATH = Path(required("SEAL_P12_PATH", "the PKCS#12 file of the company's electronic seal"))
SEAL_PASSPHRASE = required("SEAL_PASSPHRASE", "the passphrase of the seal's PKCS#12 file")
SEAL_TRUST_ROOT_PATH = Path(required("SEAL_TRUST_ROOT_PATH", "the certificate (PEM) that issued the seal's"))
SEAL_OLD_CERTIFICATES_DIR = (
    Path(env.str("SEAL_OLD_CERTIFICATES_DIR", default="")) if env.str("SEAL_OLD_CERTIFICATES_DIR", default="") else None
)

SECURE_SSL_REDIRECT = True
SECURE_REDIRECT_EXEMPT = [r"^health/"]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = 31_536_000
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = True
SESSION_COOKIE_NAME = "__Host-session"
CSRF_COOKIE_NAME = "__Host-csrf"
TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXY_COUNT", default=1)
DATA_DIR = Path(env.str("DATA_DIR", default="/var/lib/porte-voix"))

# Plain lines with time, zone, level and origin on standard error, from web, worker and beat alike. What runs the
# processes collects them; Celery would otherwise put a format of its own in the place of this one.
LOGGING = {
    **BASE_LOGGING,
    "formatters": {
        "line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s", "datefmt": "%Y-%m-%dT%H:%M:%S%z"},
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", default="INFO")},
}
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
