"""Real Chromium on the real application: one running demo for the session's worker, a fresh context per test."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from home.demo_people import DEMO_PASSWORD
from tests.databases import ROOT
from tests.running import RunningApp, running_app

os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True, "device_scale_factor": 2}
DESKTOP = {"viewport": {"width": 1280, "height": 900}}
PICTURES = ROOT / "var" / "pictures"
BROWSER_FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
                 "--disable-component-update", "--disable-sync"]  # fmt: skip


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningApp]:
    with running_app(tmp_path_factory.mktemp("demo") / "data") as app:
        yield app


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=BROWSER_FLAGS)
        yield browser
        browser.close()


class Visitor:
    """A person at a browser window of a given size, in a given language."""

    def __init__(self, app: RunningApp, context: BrowserContext, language: str) -> None:
        self.app = app
        self.context = context
        self.language = language
        self.page: Page = context.new_page()
        self.errors: list[str] = []
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.page.on("console", lambda line: self.errors.append(line.text) if line.type == "error" else None)

    def open(self, path: str) -> Page:
        self.page.goto(f"{self.app.url}/{self.language}{path}")
        return self.page

    def sign_in(self, name: str) -> Page:
        self.open("/account/login/")
        self.page.fill("#id_login", f"{name}@demo.example")
        self.page.fill("#id_password", DEMO_PASSWORD)
        self.page.press("#id_password", "Enter")
        self.page.wait_for_url("**/journey/**")
        return self.page

    def check_accessibility(self) -> None:
        """axe finds nothing serious or critical on the page as it stands."""
        found = Axe().run(self.page).response["violations"]
        serious = [v for v in found if v["impact"] in {"serious", "critical"}]
        details = [(v["id"], [n["html"][:160] for n in v["nodes"][:3]]) for v in serious]
        assert not details, f"{self.page.url}: {details}"

    def picture(self, name: str) -> None:
        PICTURES.mkdir(parents=True, exist_ok=True)
        self.page.screenshot(path=str(PICTURES / f"{name}.png"), full_page=True)

    def check_no_sideways_scroll(self) -> None:
        wide = self.page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth + 1")
        assert not wide, f"{self.page.url} scrolls sideways"


@pytest.fixture
def visitor(app: RunningApp, browser: Browser) -> Iterator[Callable[..., Visitor]]:
    """`visitor(PHONE, language="en")` opens a window; closed, and free of script errors, at the end."""
    opened: list[Visitor] = []

    def open_window(size: dict[str, object] | None = None, language: str = "fr", **options: object) -> Visitor:
        locale = {"fr": "fr-FR", "en": "en-GB"}[language]
        context = browser.new_context(**(size or DESKTOP), locale=locale, accept_downloads=True, **options)
        context.set_default_timeout(15_000)
        opened.append(Visitor(app, context, language))
        return opened[-1]

    yield open_window
    for window in opened:
        window.context.close()
    assert not [error for window in opened for error in window.errors if "404" not in error and "409" not in error]


def save(download: object, folder: Path) -> Path:
    """Keep a browser download as a file."""
    path = folder / download.suggested_filename  # type: ignore[attr-defined]
    download.save_as(path)  # type: ignore[attr-defined]
    return path
