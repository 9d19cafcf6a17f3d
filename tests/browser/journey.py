"""The journey of the first issue, step by step, in either language and with either pair of hands."""

from __future__ import annotations

import re
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import yaml
from playwright.sync_api import Locator, Page, expect
from pyhanko.keys import load_cert_from_pemder
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import SignatureCoverageLevel, validate_pdf_signature
from pyhanko_certvalidator import ValidationContext

from home.demo_people import DEMO_PASSWORD
from tests.databases import ROOT

from .conftest import Visitor, save
from .hands import Hands

CATALOGUE = ROOT / "learning" / "catalogue"
CORE = ("course-1", "course-2", "course-5")
PAGES = {"fr": ("pour-les-managers", "actualites"), "en": ("for-managers", "news")}
PATIENCE = 30_000
TYPED = {"short_text": "accepted", "number": "answer", "open_answer": "example"}
expect.set_options(timeout=PATIENCE)


def slug(course: str, language: str, lesson: str = "") -> str:
    """The address of a course or of one of its lessons, under /learning/."""
    name: str = yaml.safe_load((CATALOGUE / "courses" / f"{course}.yaml").read_text())["slug"][language]
    if not lesson:
        return name
    text = (CATALOGUE / "lessons" / course / f"{lesson}.{language}.yaml").read_text()
    return f"{name}/{yaml.safe_load(text)['slug']}"


def plain(text: str) -> str:
    """Text without the differences that HTML makes between spaces."""
    return " ".join(text.split())


def questions_of(course: str, language: str) -> dict[str, dict[str, Any]]:
    """Prompt to the question as the catalogue's file has it, with its words in that language."""
    questions = yaml.safe_load((CATALOGUE / "questions" / f"{course}.yaml").read_text())
    return {plain(question[language]["prompt"]): {**question, **question[language]} for question in questions}


def answer_rightly(hands: Hands, fieldset: Locator, question: dict[str, Any]) -> None:
    """Give the answer that the catalogue's file says is right, and see it saved."""
    kind = question["type"]
    if kind == "true_false":
        hands.choose(fieldset.locator(f"input[value={str(question['answer']).lower()}]"))
    elif kind == "ordering":
        for place, item in enumerate(question["items"], start=1):
            hands.pick(row_of(fieldset, item), place)
    elif kind == "matching":
        for pair in question["pairs"]:
            row = row_of(fieldset, pair["left"])
            offered = [plain(text) for text in row.locator("option").all_inner_texts()]
            hands.pick(row, offered.index(plain(pair["right"])))
    elif kind in ("short_text", "number", "open_answer"):
        answer = {**question, "accepted": question.get("accepted", [""])[0]}[TYPED[kind]]
        hands.write(fieldset.locator("input.input, textarea"), str(answer))
        fieldset.page.keyboard.press("Tab")
    else:
        right = [
            plain(option["text"]) for option in question["options"] if option.get("correct", option.get("credit") == 1)
        ]
        for option in fieldset.locator("label.option").all():
            if plain(option.inner_text()) in right:
                hands.choose(option.locator("input"))
    expect(fieldset.locator(".question__saved")).to_be_visible()


def row_of(fieldset: Locator, text: str) -> Locator:
    """The select beside this text."""
    name = fieldset.locator("label", has_text=text).first.get_attribute("for")
    return fieldset.locator(f"#{name}")


def check_seal(file: Path, trust_root: Path) -> None:
    """One signature over the whole file, intact and by our seal, in a tagged PDF with files attached.

    In a thread of its own: pyHanko starts an event loop, and Playwright's runs in this one.
    """
    with ThreadPoolExecutor(1) as pool:
        pool.submit(_check_seal, file, trust_root).result()


def _check_seal(file: Path, trust_root: Path) -> None:
    with file.open("rb") as stream:
        reader = PdfFileReader(stream, strict=True)
        (signature,) = reader.embedded_signatures
        trusted = ValidationContext(trust_roots=[load_cert_from_pemder(trust_root)])
        status = validate_pdf_signature(signature, signer_validation_context=trusted)
        assert status.bottom_line
        assert status.coverage == SignatureCoverageLevel.ENTIRE_FILE
        assert reader.root["/MarkInfo"]["/Marked"]
        assert "/EmbeddedFiles" in reader.root["/Names"]


class Traveller:
    """One person on the road. Each page that is visited is looked at: `look` runs axe and measures the width."""

    def __init__(self, visitor: Visitor, hands: Hands) -> None:
        self.visitor = visitor
        self.hands = hands
        self.language = visitor.language

    @property
    def page(self) -> Page:
        return self.visitor.page

    def main(self, selector: str) -> Locator:
        return self.page.locator("#main").locator(selector)

    def look(self) -> None:
        self.page.wait_for_load_state("load")
        self.visitor.check_accessibility()
        self.visitor.check_no_sideways_scroll()

    def open(self, path: str) -> None:
        self.visitor.open(path)
        self.look()

    # 1. Home, managers, news, sign in

    def read_public_pages(self) -> None:
        managers, news = PAGES[self.language]
        self.open("/")
        self.hands.press(self.page.locator(f".site-footer__links a[href*='/{managers}/']"))
        self.page.wait_for_url(f"**/{managers}/")
        self.look()
        self.open(f"/{news}/")
        self.hands.main_action(self.main(f".card__link[href*='/{news}/']").first)
        self.page.wait_for_url(f"**/{news}/*/")
        self.look()

    def sign_in(self, name: str) -> None:
        self.open("/account/login/")
        self.hands.write(self.page.locator("#id_login"), f"{name}@demo.example")
        self.hands.write(self.page.locator("#id_password"), DEMO_PASSWORD)
        self.page.keyboard.press("Enter")
        self.page.wait_for_url("**/journey/")
        self.look()

    # 2 and 3. Volunteer, my journey

    def volunteer(self) -> None:
        self.hands.main_action(self.main("a[href$='/journey/join/']").first)
        self.page.wait_for_url("**/journey/join/")
        self.look()
        form = self.main("form[action$='/journey/join/']")
        for box in form.locator("input[type=checkbox]").all():
            self.hands.choose(box)
        self.hands.press(form.locator("button[type=submit]"))
        self.page.wait_for_url("**/journey/")
        expect(self.main("a[href$='/journey/leave/']").first).to_be_visible()
        self.look()

    # 4. Learn

    def read_a_lesson(self) -> None:
        self.open("/learning/")
        self.open(f"/learning/{slug('course-1', self.language)}/")
        self.hands.main_action(self.main(".rows__title a").first)
        self.page.wait_for_url(f"**/{slug('course-1', self.language, 'lesson-1')}/")
        self.look()
        self.hands.main_action(self.main(".reading__end button[accesskey=n]"))
        self.page.wait_for_url(f"**/{slug('course-1', self.language, 'lesson-2')}/")
        self.look()
        expect(self.main(".contents .visually-hidden")).to_have_count(1)

    def tick_a_checklist(self) -> None:
        self.open(f"/learning/{slug('course-2', self.language, 'lesson-1')}/")
        box = self.main("#tick-all-mailbox")
        expect(box).to_have_attribute("aria-checked", "false")
        self.hands.press(box)
        expect(self.main("#tick-all-mailbox")).to_have_attribute("aria-checked", "true")
        self.look()
        self.page.reload()
        expect(self.main("#tick-all-mailbox")).to_have_attribute("aria-checked", "true")

    # 5. Quizzes

    def pass_quiz(self, course: str) -> None:
        self.open(f"/learning/{slug(course, self.language)}/")
        self.hands.press(self.main("a[href*='/learning/quizzes/']").first)
        self.page.wait_for_url("**/learning/quizzes/**")
        self.look()
        self.hands.main_action(self.main("form[action$='/attempts/'] button"))
        self.page.wait_for_url("**/learning/attempts/**")
        self.look()
        known = questions_of(course, self.language)
        fieldsets = self.main("fieldset.question").all()
        assert len(fieldsets) == len(known)
        for fieldset in fieldsets:
            legend = plain(fieldset.locator("legend").inner_text())
            answer_rightly(self.hands, fieldset, next(q for prompt, q in known.items() if legend.endswith(prompt)))
        self.hands.press(self.main("form[data-answers] .button--l"))
        expect(self.main(".card--accent #outcome")).to_be_visible()
        self.look()

    # 6. Charter

    def sign_charter(self, name: str) -> str:
        """Read, sign, wait for the worker; the charter's reference."""
        self.open("/charter/")
        self.hands.main_action(self.main("a[href$='/charter/sign/']").first)
        self.page.wait_for_url("**/charter/sign/")
        self.look()
        statements = self.main(".statements input[type=checkbox]")
        expect(statements).to_have_count(3)
        for statement in statements.all():
            expect(statement).not_to_be_checked()
            self.hands.choose(statement)
        self.hands.write(self.page.locator("#id_typed_name"), name)
        self.hands.write(self.page.locator("#id_password"), DEMO_PASSWORD)
        self.hands.press(self.main("#signature form .button--l"))
        self.page.wait_for_url(re.compile(r"/charter/(#.*)?$"))
        link = self.main("a[href*='/charter/download/CH-']")
        expect(link).to_be_visible(timeout=90_000)
        self.page.reload()
        self.look()
        return re.search(r"CH-\w{8}", str(link.get_attribute("href"))).group()  # type: ignore[union-attr]

    def download_charter(self, reference: str, folder: Path) -> Path:
        """From the charter page; the file, its seal verified."""
        self.open("/charter/")
        with self.page.expect_download() as download:
            self.hands.press(self.main(f"a[href$='/charter/download/{reference}/']"))
        file = save(download.value, folder)
        check_seal(file, self.visitor.app.folder / "seal" / "root.crt")
        return file

    def verify(self, file: Path, tone: str) -> None:
        """Upload a file on the Verify page; the dialog of the system is the only thing no page can drive."""
        self.open("/charter/verify/")
        self.main("input[type=file]").set_input_files(file)
        self.hands.press(self.main("form button[type=submit]"))
        expect(self.main(f".notice[data-tone={tone}][role=status]")).to_be_visible()
        self.look()

    # 7. A coach

    def ask_in_a_crisis(self, words: str) -> str:
        """Send the short form, see first aid at once; the path of the request."""
        self.open("/coaching/")
        self.hands.main_action(self.main("a[href$='/coaching/new/crisis/']").first)
        self.page.wait_for_url("**/coaching/new/crisis/")
        self.look()
        self.hands.choose(self.main("input[name=situation]").first)
        self.hands.write(self.main("[name=words]"), words)
        self.hands.press(self.main(".send-bar button[type=submit]"))
        self.page.wait_for_url("**/coaching/requests/**")
        expect(self.main(".first-aid__steps").first).to_be_visible()
        self.look()
        return re.search(r"/coaching/requests/\d+/", self.page.url).group()  # type: ignore[union-attr]

    def coach(self, path: str, *, reply: str, note: str, closing: str) -> None:
        """Claim the request from the queue, reply, note, resolve."""
        self.open("/coaching/queue/")
        row = self.main(f"li:has(a[href$='{path}'])")
        self.hands.main_action(row.locator("form button"))
        expect(row.locator("form button")).to_have_count(0)
        self.open(path)
        self._send("#reply", reply)
        self._send("#note", note)
        self._send("#resolve", closing)
        expect(self.main(".message--internal")).to_have_count(1)

    def _send(self, form: str, text: str) -> None:
        fold = self.main(f"details:has({form})")
        if fold.count() and fold.get_attribute("open") is None:
            self.hands.press(fold.locator("> summary"))
        self.hands.write(self.main(f"{form} textarea"), text)
        self.hands.press(self.main(f"{form} button[type=submit]"))
        expect(self.main(".message__body").filter(has_text=text)).to_be_visible()
        self.look()

    def read_answers(self, path: str, *, seen: list[str], unseen: str) -> None:
        self.open(path)
        for text in seen:
            expect(self.main(".message__body").filter(has_text=text)).to_be_visible()
        assert unseen not in self.page.content()

    # 8. Legal and HR, programme manager

    def read_register(self, reference: str, folder: Path) -> None:
        self.open("/charter/register/")
        expect(self.main("tr").filter(has_text=reference)).to_be_visible()
        with self.page.expect_download() as download:
            self.hands.press(self.main("a[href*='/charter/register/export/']"))
        assert reference in save(download.value, folder).read_text("utf-8-sig")

    def read_programme(self, address: str, few: str) -> None:
        self.open("/programme/")
        self.hands.write(self.page.locator("#q"), address)
        self.page.keyboard.press("Enter")
        self.page.wait_for_url("**/programme/?q=**")
        expect(self.main("tbody tr")).to_have_count(1)
        expect(self.main("tbody")).to_contain_text(address)
        self.look()
        self.hands.press(self.main("a[href$='/programme/figures/']"))
        self.page.wait_for_url("**/programme/figures/")
        expect(self.main("td.numeric").filter(has_text=few).first).to_be_visible()
        self.look()

    # 9. Leave

    def leave(self) -> None:
        self.open("/journey/")
        self.hands.main_action(self.main("a[href$='/journey/leave/']").first)
        self.page.wait_for_url("**/journey/leave/")
        self.look()
        self.hands.main_action(self.main("form[action$='/journey/leave/'] button[type=submit]"))
        self.page.wait_for_url("**/journey/")
        expect(self.main("a[href$='/journey/join/']").first).to_be_visible()
        self.look()

    def find_receipt(self, address: str, subject: str) -> None:
        """The receipt that the worker sends, on the Mailbox page."""
        row = self.main("li").filter(has_text=address).filter(has_text=subject)
        deadline = time.monotonic() + 60
        self.open("/mailbox/")
        while not row.count() and time.monotonic() < deadline:
            self.page.wait_for_timeout(1000)
            self.page.reload()
        self.hands.press(row.locator("a"))
        self.page.wait_for_url("**/mailbox/*/")
        expect(self.main("h1")).to_have_text(subject)
        self.look()
