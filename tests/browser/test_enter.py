"""Enter in a field of the charter's forms is the act itself, never "Send me a code". The page is the real one; what the
browser would send is caught."""

from __future__ import annotations

from urllib.parse import parse_qs

import pytest
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Browser, Page, Route

from tests.factories.charter import fill_company, make_version
from tests.factories.people import MembershipFactory, UserFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db, pytest.mark.timeout(300)]
SITE = "http://charter.test"


@pytest.fixture
def pages(settings) -> dict[str, str]:
    """The form to sign and the form to publish, by name, as the server makes them."""
    settings.SIGNING_REQUIRES_CORE_PATH = False
    fill_company()
    hr, client = UserFactory(roles=["hr"]), Client()
    client.force_login(hr)
    made = {"publish": client.get(reverse("charter:version_publish")).text}
    make_version(hr)
    client.force_login(MembershipFactory().user)
    return {**made, "sign": client.get(reverse("charter:charter_sign")).text}


def press_enter(page: Page, html: str, field: str) -> dict[str, list[str]]:
    """Fill what the browser itself demands, press Enter in `field`; what was sent."""
    sent: list[str] = []

    def answer(route: Route) -> None:
        if route.request.method == "POST":
            sent.append(route.request.post_data or "")
        found = html if route.request.resource_type == "document" and not sent else ""
        route.fulfill(body=found, content_type="text/html")

    page.route("**/*", answer)
    page.goto(SITE)
    form = page.locator("main form:has(.step-up)")
    for box in form.locator("input[type=checkbox]").all():
        box.check()
    for name in ("typed_name", "capacity"):
        if form.locator(f"[name={name}]").count():
            form.locator(f"[name={name}]").fill("Nora Novembre")
    form.locator("[name=password]").fill("a password")
    with page.expect_request(lambda request: request.method == "POST"):
        form.locator(f"[name={field}]").press("Enter")
    return parse_qs(sent[0])


@pytest.mark.parametrize(
    ("name", "field"), [("sign", "password"), ("sign", "typed_name"), ("publish", "password"), ("publish", "capacity")]
)
def test_enter_signs_and_sends_no_code(browser: Browser, pages: dict[str, str], name: str, field: str) -> None:
    context = browser.new_context()
    try:
        sent = press_enter(context.new_page(), pages[name], field)
    finally:
        context.close()
    assert "send_code" not in sent
    assert sent["method"] == ["password"]
    assert sent["password"] == ["a password"]
