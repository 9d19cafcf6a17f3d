"""The whole default charter as a document: pages, tags, names, typography; looked at by public tools."""

from __future__ import annotations

import io
import re
import subprocess

import pikepdf
import pytest

import core.documents
from charter import actions, queries
from charter.documents import BODY_NAME
from charter.models import Agreement
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


def test_the_pages_are_counted_on_from_the_body_and_none_prints_a_total(published, tmp_path):
    path = tmp_path / "charter.pdf"
    path.write_bytes(made("Amélie", "Dupont", "fr"))
    printed = subprocess.run(["pdftotext", "-layout", path, "-"], capture_output=True, text=True, check=True).stdout
    pages = [
        [" ".join(line.split()) for line in page.splitlines() if line.strip()] for page in printed.split("\f")[:-1]
    ]
    assert [page[-1] for page in pages] == [str(number) for number in range(1, len(pages) + 1)]
    company, reference = "Maison Lumière & Fils", Agreement.objects.get().reference
    assert all(page[0] == f"{company} {reference}" for page in pages[1:])
    assert pages[0][0] == company


def test_the_whole_file_is_one_document_whose_first_pages_are_the_body(published):
    with pikepdf.open(io.BytesIO(made("Amélie", "Dupont", "en"))) as pdf:
        attached = pdf.attachments[BODY_NAME].get_file().read_bytes()
        with pikepdf.open(io.BytesIO(attached)) as body:
            count = len(body.pages)
            shown = [page.Contents.read_bytes() for page in body.pages]
            assert [page.Contents.read_bytes() for page in pdf.pages[:count]] == shown
            assert str(body.docinfo.Title) == str(pdf.docinfo.Title)
            articles = {str(name) for name in body.Root.Names.Dests.Names if isinstance(name, pikepdf.String)}
        (document,) = pdf.Root.StructTreeRoot.K
        assert str(document.S) == "/Document"
        assert pdf.Root.MarkInfo.Marked
        assert "article-23" in articles
        with pdf.open_outline() as outline:
            assert [entry.title for entry in outline.root][-2:] == ["Signatures", "Proof"]
            assert len([child for entry in outline.root for child in entry.children]) >= 24
        with pdf.open_metadata() as metadata:
            claims = (metadata["pdfaid:part"], metadata["pdfaid:conformance"], metadata["pdfuaid:part"])
        assert claims == ("3", "A", "1")


def test_the_body_is_laid_out_once(published, monkeypatch):
    laid_out = []
    lay_out = core.documents.HTML.render

    def counting(html, **options):
        document = lay_out(html, **options)
        laid_out.append(len(document.pages))
        return document

    monkeypatch.setattr(core.documents.HTML, "render", counting)
    with pikepdf.open(io.BytesIO(made("Amélie", "Dupont", "fr"))) as pdf:
        assert sum(laid_out) == len(pdf.pages)
