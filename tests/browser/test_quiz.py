"""What a bad connection and an impatient hand do to a quiz: nothing is lost, nothing is counted twice."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Route, expect

from .conftest import DESKTOP, Visitor
from .journey import slug

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]
COURSE = "course-5"


def begin(window: Visitor) -> Page:
    """Open the quiz of a course and begin, or go on with, an attempt."""
    page = window.open(f"/learning/{slug(COURSE, window.language)}/")
    page.locator("#main a[href*='/learning/quizzes/']").first.click()
    page.locator("#main form[action$='/attempts/'] button").click()
    page.wait_for_url("**/learning/attempts/**")
    return page


def test_a_lost_reply_costs_no_answer(visitor: Callable[..., Visitor]) -> None:
    """The first tick reaches the server, its reply does not come back; the second tick is no conflict."""
    window = visitor(DESKTOP, language="fr")
    window.sign_in("newcomer")
    page = begin(window)
    question = page.locator("fieldset.question:has(input[type=checkbox])").first
    boxes = question.locator("input[type=checkbox]")

    def lose(route: Route) -> None:
        route.fetch()
        route.abort("connectionreset")

    page.route(re.compile(r"/attempts/[0-9a-f-]+/answers/"), lose, times=1)
    boxes.nth(0).check()
    expect(question.locator(".question__unsaved")).to_be_visible()
    boxes.nth(1).check()
    expect(question.locator(".question__saved")).to_be_visible()
    expect(question.locator(".question__conflict")).to_have_count(0)
    page.reload()
    expect(boxes.nth(0)).to_be_checked()
    expect(boxes.nth(1)).to_be_checked()
    window.errors.clear()  # the connection that was cut on purpose


def test_five_submits_in_two_tabs_give_one_result(visitor: Callable[..., Visitor]) -> None:
    window = visitor(DESKTOP, language="en")
    window.sign_in("editor")
    page = begin(window)
    other = window.context.new_page()
    other.goto(page.url)
    for tab in (page, other):
        tab.evaluate(
            """async () => {
                const form = document.querySelector("form[data-answers]");
                const body = new FormData(form);
                body.append("confirm", "yes");
                await Promise.all([1, 2, 3, 4, 5].map(() => fetch(form.action, {method: "POST", body})));
            }"""
        )
    page.reload()
    expect(page.locator("#outcome")).to_be_visible()
    page.goto(f"{window.app.url}/en/learning/{slug(COURSE, 'en')}/")
    page.locator("#main a[href*='/learning/quizzes/']").first.click()
    expect(page.locator("#main a[href*='/learning/attempts/']")).to_have_count(1)
