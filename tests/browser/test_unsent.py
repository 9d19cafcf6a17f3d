"""What was typed and not sent: the browser asks before the page is left, and never when it is sent."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Dialog

from .conftest import DESKTOP, Visitor

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]
ENGLISH = ".language-switch a[hreflang=en]"


def test_switching_the_language_asks_first_when_something_was_typed(visitor: Callable[..., Visitor]) -> None:
    window = visitor(DESKTOP, language="fr")
    page = window.sign_in("manager")
    asked: list[str] = []

    def stay(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.dismiss()

    page.on("dialog", stay)
    window.open("/suggestions/new/")
    page.locator(ENGLISH).first.click()
    page.wait_for_url("**/en/suggestions/new/")
    window.open("/suggestions/new/")
    page.fill("#id_title", "Un sujet")
    page.locator(ENGLISH).first.click(no_wait_after=True)
    page.wait_for_timeout(500)
    assert asked == ["beforeunload"]
    assert page.url.endswith("/fr/suggestions/new/")
    assert page.input_value("#id_title") == "Un sujet"
    page.fill("#id_text", "   ")
    page.locator("#main form[method=post] button[type=submit]").first.click()  # refused: the text is blank
    page.locator(".error-summary, [aria-invalid=true]").first.wait_for()
    assert asked == ["beforeunload"]
    page.locator(ENGLISH).first.click(no_wait_after=True)
    page.wait_for_timeout(500)
    assert asked == ["beforeunload"] * 2
    page.fill("#id_text", "Parce que cela aiderait.")
    page.locator("#main form[method=post] button[type=submit]").first.click()
    page.wait_for_url("**/fr/suggestions/")
    assert asked == ["beforeunload"] * 2
    window.errors.clear()  # the page that was refused
