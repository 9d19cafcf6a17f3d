"""The same road in English, on a phone's width, with the keyboard alone."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from .conftest import PHONE, Visitor
from .hands import Keyboard
from .journey import CORE, Traveller

pytestmark = [pytest.mark.browser, pytest.mark.timeout(600)]

WORDS = "Somebody is misusing one of my photos since this morning."
REPLY = "I am with you: keep the screenshots, do not answer yet."
NOTE = "Seen with the person on duty, nothing to publish."
CLOSING = "The photo is gone; write here if it comes back."
# Messages come in the language of one’s profile, whatever the page’s: Nora’s is French.
RECEIPT = "Votre charte a pris fin\u00a0: {reference}"


def test_whole_journey_in_english_with_the_keyboard(visitor: Callable[..., Visitor], tmp_path: Path) -> None:
    def window(person: str = "") -> Traveller:
        opened = visitor(PHONE, language="en")
        traveller = Traveller(opened, Keyboard(opened.page))
        if person:
            traveller.sign_in(person)
        return traveller

    nora = window()
    nora.read_public_pages()
    nora.sign_in("newcomer")
    nora.volunteer()
    nora.read_a_lesson()
    nora.tick_a_checklist()
    for course in CORE:
        nora.pass_quiz(course)
    reference = nora.sign_charter("Nora Novembre")
    file = nora.download_charter(reference, tmp_path)
    nora.verify(file, "success")

    request = nora.ask_in_a_crisis(WORDS)
    window("coach").coach(request, reply=REPLY, note=NOTE, closing=CLOSING)
    nora.read_answers(request, seen=[WORDS, REPLY, CLOSING], unseen=NOTE)

    window("legal").read_register(reference, tmp_path)
    window("manager").read_programme("newcomer@demo.example", few="fewer than 5")

    nora.leave()
    nora.find_receipt("newcomer@demo.example", RECEIPT.format(reference=reference))
    assert nora.download_charter(reference, tmp_path / "after").read_bytes() == file.read_bytes()


def test_the_menu_and_the_doors_have_names(visitor: Callable[..., Visitor]) -> None:
    """Found by role and name, as a screen reader announces them, and opened with Enter."""
    opened = visitor(PHONE, language="en")
    traveller, keyboard = Traveller(opened, Keyboard(opened.page)), Keyboard(opened.page)
    traveller.open("/")
    keyboard.press_named("link", "Verify a charter")
    opened.page.wait_for_url("**/charter/verify/")
    traveller.look()
    keyboard.press_named("link", "Porte-voix")
    opened.page.wait_for_url("**/en/")
