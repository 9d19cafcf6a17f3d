"""Pictures of each step for the documentation. Run: `make screenshots`, or `python -m tests.screenshots [FOLDER]`.

The demo application is started in a folder of its own; each page is seen by a demo person whom it concerns. What a
picture shows is the first screen, as a person sees it on arriving.
"""

from __future__ import annotations

import io
import os
import sys
import tempfile
import time
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PIL import Image
from playwright.sync_api import Browser, Page, StorageState, sync_playwright

from .databases import ROOT
from .running import RunningApp, running_app

FOLDER = ROOT / "docs" / "screenshots"
SIZES: dict[str, dict[str, Any]] = {
    "desktop": {"viewport": {"width": 1280, "height": 860}},
    "phone": {
        "viewport": {"width": 390, "height": 844},
        "device_scale_factor": 2,
        "has_touch": True,
        "is_mobile": True,
    },
}
SCHEMES = ("light", "dark")
ENGLISH = ("home", "journey", "lesson")
WIDEST = 1280
LARGEST = 120_000
ALL_TOGETHER = 12_000_000
BROWSER_FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]

NEWCOMER, LEARNER, HALF_WAY, READY = "newcomer", "chloe.roussel", "paul.girard", "hana.suzuki"
IN_TROUBLE, AMBASSADOR, COACH, LEGAL, MANAGER = "yanis.benali", "ambassador", "coach", "legal", "manager"


@dataclass(frozen=True)
class Step:
    """One picture: its name, who looks, at what address after the language, and what is done there first."""

    name: str
    person: str
    path: str
    act: Callable[[Page], None] | None = None


def main() -> int:
    """Out: the exit code; 1 when the pictures weigh more than the repository should carry."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.test")
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="porte-voix-pictures-") as name, running_app(Path(name) / "data") as app:
        _wait_for_the_seals(app)
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=BROWSER_FLAGS)
            sizes = [len(picture) for picture in _take_all(app, browser, folder)]
            browser.close()
    print(f"{len(sizes)} pictures, {sum(sizes) / 1e6:.1f} MB, the largest {max(sizes) / 1e3:.0f} kB")  # noqa: T201
    return int(sum(sizes) > ALL_TOGETHER)


def _wait_for_the_seals(app: RunningApp, seconds: float = 300) -> None:
    """The register and the journeys are shown as they are once the worker has done its work."""
    deadline = time.monotonic() + seconds
    while app.rows("SELECT count(*) FROM charter_sealjob WHERE work_state <> 'done'") != [(0,)]:
        if time.monotonic() > deadline:
            raise TimeoutError("the charters of the demo are still not sealed")
        time.sleep(0.5)


def _take_all(app: RunningApp, browser: Browser, folder: Path) -> Iterator[bytes]:
    states: dict[str, StorageState | None] = {"": None}
    for person in (NEWCOMER, LEARNER, HALF_WAY, READY, IN_TROUBLE, AMBASSADOR, COACH, LEGAL, MANAGER):
        states[person] = _sign_in(app, browser, person)
    french = _steps(app, "fr", _begin_quiz(app, browser, states[LEARNER]))
    english = [step for step in _steps(app, "en", "") if step.name in ENGLISH]
    wanted = [("fr", size, scheme, french) for size in SIZES for scheme in SCHEMES]
    for language, size, scheme, steps in [*wanted, ("en", "desktop", "light", english)]:
        for step in steps:
            picture = _take(app, browser, states[step.person], step, language, size, scheme)
            (folder / f"{step.name}-{language}-{size}-{scheme}.png").write_bytes(picture)
            yield picture


def _sign_in(app: RunningApp, browser: Browser, person: str) -> StorageState:
    from home.demo_people import DEMO_PASSWORD

    context = browser.new_context(locale="fr-FR")
    page = context.new_page()
    page.goto(f"{app.url}/fr/account/login/")
    page.fill("#id_login", f"{person}@demo.example")
    page.fill("#id_password", DEMO_PASSWORD)
    page.press("#id_password", "Enter")
    page.wait_for_url("**/journey/**")
    state = context.storage_state()
    context.close()
    return state


def _begin_quiz(app: RunningApp, browser: Browser, state: StorageState | None) -> str:
    """Out: the address of an attempt just begun, its first question answered."""
    quiz = _one(app, "SELECT q.translation_key FROM learning_quiz q JOIN wagtailcore_page p ON p.id = q.course_id "
                     "JOIN wagtailcore_locale l ON l.id = p.locale_id WHERE l.language_code = 'fr' ORDER BY p.path")  # fmt: skip
    context = browser.new_context(locale="fr-FR", storage_state=state)
    page = context.new_page()
    page.goto(f"{app.url}/fr/learning/quizzes/{uuid.UUID(quiz)}/")
    page.click("main form button[type=submit]")
    page.wait_for_url("**/attempts/**")
    with page.expect_response("**/answers/"):
        page.locator("#question-1 input").first.check()
    path = page.url.removeprefix(f"{app.url}/fr")
    context.close()
    return path


def _one(app: RunningApp, sql: str, *parameters: object) -> str:
    return str(app.rows(sql, *parameters)[0][0])


def _steps(app: RunningApp, language: str, quiz: str) -> list[Step]:
    """Every step of the journey, in its order; addresses that have a number are read from the database."""
    lesson_path = _one(app, "SELECT p.url_path FROM learning_lessonpage x JOIN wagtailcore_page p ON p.id = x.page_ptr_id "
                            "JOIN wagtailcore_locale l ON l.id = p.locale_id WHERE l.language_code = ? "
                            "ORDER BY p.path", language)  # fmt: skip
    course, lesson = lesson_path.strip("/").split("/")[-2:]
    result = _one(app, "SELECT a.id FROM learning_attempt a JOIN people_user u ON u.id = a.learner_id WHERE u.email = ? "
                       "AND a.submitted_at IS NOT NULL", f"{HALF_WAY}@demo.example")  # fmt: skip
    crisis = _one(app, "SELECT r.id FROM coaching_coachingrequest r JOIN people_user u ON u.id = r.requester_id "
                       "WHERE u.email = ?", f"{IN_TROUBLE}@demo.example")  # fmt: skip
    return [
        Step("home", "", "/"),
        Step("managers", "", "/pour-les-managers/"),
        Step("news", "", "/actualites/"),
        Step("sign-in", "", "/account/login/"),
        Step("journey", HALF_WAY, "/journey/"),
        Step("join", NEWCOMER, "/journey/join/"),
        Step("course-index", HALF_WAY, "/learning/"),
        Step("course", LEARNER, f"/learning/{course}/"),
        Step("lesson", LEARNER, f"/learning/{course}/{lesson}/"),
        Step("quiz", LEARNER, quiz),
        Step("result", HALF_WAY, f"/learning/attempts/{uuid.UUID(result)}/"),
        Step("charter", READY, "/charter/"),
        Step("sign", READY, "/charter/sign/#signature"),
        Step("verify", AMBASSADOR, "/charter/verify/", _verifier(app)),
        Step("coaching", AMBASSADOR, "/coaching/"),
        Step("crisis", AMBASSADOR, "/coaching/new/crisis/"),
        Step("first-aid", IN_TROUBLE, f"/coaching/requests/{crisis}/"),
        Step("queue", COACH, "/coaching/queue/"),
        Step("coach-request", COACH, f"/coaching/requests/{crisis}/"),
        Step("register", LEGAL, "/charter/register/"),
        Step("programme", MANAGER, "/programme/"),
        Step("leave", AMBASSADOR, "/journey/leave/"),
    ]


def _verifier(app: RunningApp) -> Callable[[Page], None]:
    key = _one(app, "SELECT f.storage_key FROM charter_sealedfile f JOIN charter_agreement a ON a.id = f.agreement_id "
                    "JOIN people_user u ON u.id = a.user_id WHERE u.email = ?", f"{AMBASSADOR}@demo.example")  # fmt: skip
    content = next((app.folder / "private").rglob(key)).read_bytes()

    def verify(page: Page) -> None:
        file = {"name": "charte.pdf", "mimeType": "application/pdf", "buffer": content}
        page.set_input_files("main input[type=file]", file)  # type: ignore[arg-type]
        page.click("main form button[type=submit]")
        page.wait_for_load_state()

    return verify


def _take(
    app: RunningApp, browser: Browser, state: StorageState | None, step: Step, language: str, size: str, scheme: str
) -> bytes:
    """One picture, as the bytes of a small PNG. Raises AssertionError when the page is not what was asked for."""
    locale = {"fr": "fr-FR", "en": "en-GB"}[language]
    context = browser.new_context(
        **SIZES[size], locale=locale, color_scheme=scheme, reduced_motion="reduce", storage_state=state  # type: ignore[arg-type]
    )  # fmt: skip
    page = context.new_page()
    url = f"{app.url}/{language}{step.path}"
    answer = page.goto(url)
    if answer is None or answer.status != 200 or page.url != url:
        raise AssertionError(f"{step.name}: {url} led to {page.url}, {answer and answer.status}")
    if step.act:
        step.act(page)
    page.evaluate("document.fonts.ready.then(() => true)")
    picture = page.screenshot(animations="disabled")
    context.close()
    return small(picture)


def small(picture: bytes) -> bytes:
    """A palette in place of true colours, fewer of them while the file is too large."""
    image = Image.open(io.BytesIO(picture)).convert("RGB")
    if image.width > WIDEST:
        image = image.resize((WIDEST, round(image.height * WIDEST / image.width)), Image.Resampling.LANCZOS)
    content = b""
    for colours in (128, 64, 32):
        out = io.BytesIO()
        image.quantize(colours, dither=Image.Dither.NONE).save(out, "PNG", optimize=True)
        content = out.getvalue()
        if len(content) <= LARGEST:
            break
    return content


if __name__ == "__main__":
    sys.exit(main())
