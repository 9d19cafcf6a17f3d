"""The production settings, read by a process of its own: what follows from the environment, and what is in the log."""

from __future__ import annotations

import json
import logging
import os
import re
import subprocess
import sys
from urllib.parse import urlsplit

import pytest

from tests.check_deploy import production_environment
from tests.databases import ROOT

BUCKET = {
    "S3_ENDPOINT_URL": "https://files.example.org:9000/",
    "S3_BUCKET": "porte-voix",
    "S3_ACCESS_KEY": "key",
    "S3_SECRET_KEY": "secret",
}
POLICY = """
import json
import django; django.setup()
from django.conf import settings
from django.core.files.storage import default_storage
print(json.dumps([settings.CONTENT_SECURITY_POLICY["DIRECTIVES"], default_storage.url("images/a.png")]))
"""


@pytest.fixture
def run(tmp_path):
    """Run code under the production settings. Out: (standard output, standard error)."""

    def run_code(code: str, **changes: str) -> tuple[str, str]:
        env = {**os.environ, **production_environment(tmp_path), **changes}
        env = {name: value for name, value in env.items() if value}
        done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=env, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
        return done.stdout, done.stderr

    return run_code


def test_images_of_the_bucket_are_allowed_from_where_their_addresses_point(run):
    directives, image = json.loads(run(POLICY, FILES_DIR="", **BUCKET)[0])
    origin = "{0.scheme}://{0.netloc}".format(urlsplit(image))
    assert origin == "https://files.example.org:9000"
    assert "X-Amz-Signature=" in image  # version 4: newer services refuse the older one
    assert directives["img-src"] == ["'self'", "data:", origin]
    assert directives["media-src"] == ["'self'", origin]


def test_nothing_but_images_and_media_is_allowed_from_there(run):
    directives, _image = json.loads(run(POLICY, FILES_DIR="", **BUCKET)[0])
    assert {name for name, sources in directives.items() if "https" in str(sources)} == {"img-src", "media-src"}


def test_files_on_disk_are_allowed_from_our_own_origin_only(run):
    directives, image = json.loads(run(POLICY)[0])
    assert image.startswith("/media/")
    assert "https" not in str(directives)


# --- Logs ------------------------------------------------------------------------------------------------------------
SPEAK = """
import logging
for name in ("weasyprint", "weasyprint.progress", "fontTools.subset", "fontTools.ttLib.ttFont"):
    logging.getLogger(name).info("Step 1 of %s", name)
logging.getLogger("people.adapters").warning("said by us")
"""


@pytest.mark.parametrize("name", ["weasyprint", "weasyprint.progress", "fontTools.subset.timer"])
def test_the_making_of_documents_is_told_from_warnings_on(name):
    assert logging.getLogger(name).getEffectiveLevel() == logging.WARNING


def test_production_logs_what_we_say_and_no_step_of_a_document(run):
    err = run(f"import django; django.setup(){SPEAK}")[1]
    assert err.count("\n") == 1
    assert "WARNING people.adapters said by us" in err


LINE = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d{4} WARNING people\.adapters said by us\n")
WEB = "import django; django.setup()"
WORKER = "import config.celery, django; django.setup(); config.celery.app.log.setup(loglevel='INFO')"


@pytest.mark.parametrize("process", [WEB, WORKER])
def test_a_line_of_the_log_has_time_zone_level_and_origin_in_every_process(run, process):
    assert LINE.fullmatch(run(process + SPEAK)[1])


def test_the_level_of_the_log_is_the_installations(run):
    assert run(WEB + SPEAK, LOG_LEVEL="ERROR")[1] == ""
