"""The whole default charter as a document: pages, tags, names, typography; looked at by public tools."""

from __future__ import annotations

import io
import re
import subprocess

import pikepdf
import pytest

from charter import actions, queries
from tests.factories.charter import circumstances, fill_company, sign_and_seal
from tests.factories.people import MembershipFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def published(bob):
    fill_company()
    return actions.publish_version(by=bob, capacity="Directrice juridique", circumstances=circumstances())


def made(first: str, last: str, language: str) -> bytes:
    person = MembershipFactory(user=UserFactory(first_name=first, last_name=last)).user
    return queries.read_sealed_file(sign_and_seal(person, language).sealed_file)


def text_of(content: bytes, tmp_path) -> str:
    path = tmp_path / "charter.pdf"
    path.write_bytes(content)
    raw = subprocess.run(["pdftotext", "-layout", path, "-"], capture_output=True, text=True, check=True).stdout
    return " ".join(re.sub(r"[\u202a-\u202e\u2066-\u2069\u200e\u200f]", "", raw).split())


@pytest.mark.parametrize(
    ("first", "last", "language"),
    [("Amélie", "Dupont-Œuvrard", "fr"), ("Zażółć", "Gęślą Jaźń", "en"), ("Ελένη 🙂", "Παπαδοπούλου", "fr")],
)
def test_the_charter_names_both_parties_and_every_article(published, tmp_path, first, last, language):
    content = made(first, last, language)
    text = text_of(content, tmp_path)
    clauses = published.text_in(language).clauses
    for article in clauses["articles"]:
        assert " ".join(article["title"].split()) in text
    for statement in clauses["statements"]:
        assert " ".join(statement["text"].split()) in text
    assert all(word in text for word in (*first.split(), *last.split()))
    assert "Maison Lumière & Fils" in text
    assert "Directrice juridique" in text
    assert "UTC" in text
    assert "Europe/Paris" in text
    for text_row in published.texts.all():
        assert text_row.source_sha256 in text
    fonts = subprocess.run(["pdffonts", tmp_path / "charter.pdf"], capture_output=True, text=True, check=True).stdout
    embedded = [re.search(r"\byes\s+yes\s+yes\s+\d+\s+\d+$", line) for line in fonts.splitlines()[2:]]
    assert embedded
    assert all(embedded)


def test_the_document_is_tagged_with_headings_that_skip_no_level(published):
    with pikepdf.open(io.BytesIO(made("Amélie", "Dupont", "fr"))) as pdf:
        kinds = [str(obj.get("/S")) for obj in pdf.objects if isinstance(obj, pikepdf.Dictionary) and "/S" in obj]
        assert kinds.count("/H1") == 1
        assert kinds.count("/H2") >= 4
        assert kinds.count("/H3") >= 24
        assert "/TH" in kinds
        assert str(pdf.Root.Lang) == "fr"
        assert "Dupont" in str(pdf.docinfo.Title)
        assert all(str(page.get("/Tabs")) == "/S" for page in pdf.pages)
