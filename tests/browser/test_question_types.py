"""Every type of question in a real browser: by keyboard, on a phone, without JavaScript, in both languages."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from .conftest import DESKTOP, PHONE, Visitor
from .hands import Keyboard
from .journey import answer_rightly, plain, questions_of, slug

pytestmark = [pytest.mark.browser, pytest.mark.timeout(600)]
COURSES = ("course-1", "course-2")  # between them, every type


def begin(window: Visitor, course: str) -> Page:
    page = window.open(f"/learning/{slug(course, window.language)}/")
    page.locator("#main a[href*='/learning/quizzes/']").first.click()
    page.locator("#main form[action$='/attempts/'] button").click()
    page.wait_for_url("**/learning/attempts/**")
    return page


@pytest.mark.parametrize(("size", "language"), [(PHONE, "fr"), (DESKTOP, "en")])
def test_every_type_by_keyboard_with_its_review(visitor: Callable[..., Visitor], size: object, language: str) -> None:
    window = visitor(size, language=language)
    window.sign_in("newcomer" if language == "fr" else "editor")
    for course in COURSES:
        page = begin(window, course)
        known = questions_of(course, language)
        window.check_accessibility()
        window.check_no_sideways_scroll()
        window.picture(f"types-{course}-{language}")
        for fieldset in page.locator("fieldset.question").all():
            legend = plain(fieldset.locator("legend").inner_text())
            answer_rightly(Keyboard(page), fieldset, next(q for p, q in known.items() if legend.endswith(p)))
        page.locator("form[data-answers] .button--l").click()
        expect(page.locator("#outcome")).to_be_visible()
        window.check_accessibility()
        window.check_no_sideways_scroll()
        window.picture(f"types-result-{course}-{language}")
        counting = sum(question["type"] != "open_answer" for question in known.values())
        expect(page.locator("#main")).to_contain_text(f"{counting}")
        assert page.locator(".option[data-tone=danger]").count() == 0


def test_order_is_given_by_buttons_that_say_the_new_place(visitor: Callable[..., Visitor]) -> None:
    window = visitor(DESKTOP, language="en")
    window.sign_in("legal")
    page = begin(window, "course-2")
    question = page.locator("fieldset.question:has([data-ordering])").first
    first = question.locator("li label").first.inner_text()
    down = question.get_by_role("button", name=f"Move down: {first}")
    down.focus()
    page.keyboard.press("Enter")
    expect(question.locator("[data-ordering-said]")).to_have_text(f"{first}: place 2 of 5")
    expect(down).to_be_focused()
    assert question.locator("li label").nth(1).inner_text() == first
    expect(question.locator(".question__saved")).to_be_visible()
    page.reload()
    assert question.locator("li label").nth(1).inner_text() == first
    assert question.locator("select").nth(1).input_value().endswith("=2")


def test_every_type_works_without_javascript(visitor: Callable[..., Visitor]) -> None:
    window = visitor(DESKTOP, language="fr")
    window.sign_in("hr")
    page = begin(window, "course-2")
    address, state = page.url, window.context.storage_state()
    plain_window = visitor(DESKTOP, language="fr", java_script_enabled=False, storage_state=state)
    page = plain_window.page
    page.goto(address)
    for select in page.locator("fieldset.question select").all():
        select.select_option(index=1)
    for field in page.locator("fieldset.question .typed .input").all():
        field.fill("hameçonnage")
    page.locator("fieldset.question button[name=save]").first.click()
    page.wait_for_url("**/learning/attempts/**")
    for select in page.locator("fieldset.question select").all():
        expect(select).to_have_js_property("selectedIndex", 1)
    expect(page.locator("fieldset.question .typed .input").first).to_have_value("hameçonnage")
