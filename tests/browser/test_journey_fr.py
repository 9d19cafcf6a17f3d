"""The whole journey in French, at a desk: nine steps, three more people, one sealed PDF."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from .conftest import DESKTOP, Visitor
from .hands import Mouse
from .journey import CORE, Traveller

pytestmark = [pytest.mark.browser, pytest.mark.timeout(600)]

WORDS = "On détourne une de mes photos depuis ce matin."
REPLY = "Je suis avec vous : gardez les captures, ne répondez pas encore."
NOTE = "Vu avec la personne de permanence, rien à publier."
CLOSING = "La photo est retirée ; écrivez ici si elle revient."
RECEIPT = "Votre charte a pris fin\u00a0: {reference}"


def test_whole_journey_in_french(visitor: Callable[..., Visitor], tmp_path: Path) -> None:
    def window(person: str = "") -> Traveller:
        opened = visitor(DESKTOP, language="fr")
        traveller = Traveller(opened, Mouse(opened.page))
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
    altered = tmp_path / "altered.pdf"
    altered.write_bytes(file.read_bytes() + b"\n%")
    nora.verify(altered, "danger")

    request = nora.ask_in_a_crisis(WORDS)
    window("coach").coach(request, reply=REPLY, note=NOTE, closing=CLOSING)
    nora.read_answers(request, seen=[WORDS, REPLY, CLOSING], unseen=NOTE)

    window("legal").read_register(reference, tmp_path)
    window("manager").read_programme("newcomer@demo.example", few="moins de 5")

    nora.leave()
    nora.find_receipt("newcomer@demo.example", RECEIPT.format(reference=reference))
    assert nora.download_charter(reference, tmp_path / "after").read_bytes() == file.read_bytes()
