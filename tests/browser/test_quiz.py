"""What a bad connection and an impatient hand do to a quiz: nothing is lost, nothing is counted twice."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Error, Page, Route, expect

from .conftest import DESKTOP, PHONE, Visitor
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


def test_answers_given_offline_survive_a_reload_and_are_saved_once(visitor: Callable[..., Visitor]) -> None:
    """The connection goes, two questions are answered, the page is reloaded, the connection comes back."""
    window = visitor(PHONE, language="fr")
    window.sign_in("ambassador")
    page = begin(window)
    questions = page.locator("fieldset.question:has(input[type=radio])")
    address, first, second = page.url, questions.nth(0), questions.nth(1)
    window.context.set_offline(True)
    for question in (first, second):
        question.locator("input[type=radio]").last.check()
        expect(question.locator(".question__unsaved")).to_be_visible()
    with contextlib.suppress(Error):
        page.reload()
    window.context.set_offline(False)
    page.goto(address)
    expect(page.locator("[data-queue-note]")).not_to_be_empty()
    for question in (first, second):
        expect(question.locator("input[type=radio]").last).to_be_checked()
        expect(question.locator(".question__saved")).to_be_visible()
    assert page.evaluate("Object.keys(localStorage).filter((key) => key.startsWith('answers:'))") == []
    saved = "select count(*), max(sequence) from learning_attemptquestion where attempt_id = ? and answer is not null"
    attempt = address.rstrip("/").rsplit("/", 1)[1].replace("-", "")
    assert window.app.rows(saved, attempt) == [(2, 1)]
    window.check_accessibility()
    window.check_no_sideways_scroll()
    window.errors.clear()  # the connection that was cut on purpose


def test_what_waits_in_the_browser_goes_with_a_sign_out(visitor: Callable[..., Visitor]) -> None:
    window = visitor(DESKTOP, language="fr")
    window.sign_in("coach")
    page = begin(window)
    page.evaluate("localStorage.setItem('answers:somebody', '{}')")
    with page.expect_navigation():
        page.locator("form[action*='/account/logout/']").evaluate("form => form.requestSubmit()")
    assert page.evaluate("localStorage.getItem('answers:somebody')") is None
