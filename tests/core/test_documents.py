"""HTML to PDF: closed to the outside, the same bytes every time, any name readable."""

from __future__ import annotations

import io
import socketserver
import subprocess
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler

import pikepdf
import pytest

from core.documents import Attachment, DocumentError, render_pdf

AT = datetime(2026, 3, 1, 12, tzinfo=UTC)
SECRET = "the-secret-of-this-machine"
NAMES = ["Œuvrard É’« »", "Zażółć Gęślą Jaźń", "Ελένη Παπαδοπούλου", "عمر الفاروق", "Ana 🙂 Peña", "Đặng Thị Hương"]


def page(body: str, head: str = "") -> str:
    return f'<html lang="fr"><head><title>Essai</title>{head}</head><body><h1>Titre</h1>{body}</body></html>'


def render(html: str, **options) -> bytes:
    return render_pdf(html, identifier="porte-voix:test", at=AT, **options).content


@pytest.fixture
def outside():
    """A server on this machine that notes each request, and a file that must not be read."""
    asked = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_error(404)

        def log_message(self, *args) -> None:
            pass

    with socketserver.TCPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}", asked
        server.shutdown()


@pytest.mark.parametrize(
    "html",
    [
        page('<img src="{url}">'),
        page('<p style="background:url({url})">a</p>'),
        page("", '<style>@import "{url}"; </style>'),
        page("", "<style>@font-face {{ font-family: x; src: url({url}) }} body {{ font-family: x }}</style>"),
        page("", "<style>li {{ list-style-image: url({url}) }}</style>").replace("</h1>", "</h1><ul><li>a</li></ul>"),
        page("", "<style>h1::before {{ content: url({url}) }}</style>"),
        page("", '<link rel="stylesheet" href="{url}">'),
        page("", '<link rel="attachment" href="{url}">'),
        page('<a rel="attachment" href="{url}">a</a>'),
        page('<object data="{url}"></object>'),
        page('<embed src="{url}">'),
        page('<svg width="9" height="9" viewBox="0 0 9 9"><image width="9" height="9" href="{url}"/></svg>'),
        page('<svg width="9" height="9" viewBox="0 0 9 9"><use href="{url}#a"/></svg>'),
        page("", '<base href="{url}">').replace("</h1>", '</h1><img src="a.png">'),
    ],
)
def test_nothing_outside_the_document_is_asked_for(html, outside, tmp_path):
    base, asked = outside
    secret = tmp_path / "secret.txt"
    secret.write_text(SECRET)
    for url in (f"{base}/x", secret.as_uri()):
        try:
            content = render(html.format(url=url))
        except DocumentError:
            continue
        assert SECRET.encode() not in everything_in(content)
    assert asked == []


def everything_in(content: bytes) -> bytes:
    with pikepdf.open(io.BytesIO(content)) as pdf:
        streams = [obj.read_bytes() for obj in pdf.objects if isinstance(obj, pikepdf.Stream) and readable(obj)]
        return b"".join(streams)


def readable(stream: pikepdf.Stream) -> bool:
    try:
        stream.read_bytes()
    except pikepdf.PdfError:
        return False
    return True


def test_an_image_from_a_file_stops_the_document(tmp_path):
    with pytest.raises(DocumentError, match="asks for"):
        render(page(f'<img src="{(tmp_path / "a.png").as_uri()}">'))


def test_the_same_document_is_the_same_bytes_in_any_thread():
    html = page("".join(f"<p>{name}</p>" for name in NAMES[:3]))
    attachments = [Attachment("b.txt", b"b", "B"), Attachment("a.txt", b"a", "A", "Source")]
    with ThreadPoolExecutor(4) as pool:
        made = list(pool.map(lambda _n: render(html, attachments=attachments), range(8)))
    assert len(set(made)) == 1


# --- A document that begins with another's pages -------------------------------------------------------------------


def joined() -> tuple[bytes, bytes]:
    """A document of two pages in English, and a longer one that begins with it."""
    first = page('<p id="here">one</p><h2 style="break-before: page">two</h2>').replace('"fr"', '"en"')
    options = {"identifier": "porte-voix:test", "at": AT}
    start = render_pdf(first, **options)
    css = "<style>@page :first { counter-reset: page 3 } @page { @bottom-left { content: counter(page) } }</style>"
    end = page('<p><a href="#here">back</a></p><p style="break-before: page">end</p>', css).replace("Essai", "Suite")
    return start.content, render_pdf(end, attachments=[Attachment("a.txt", b"a", "A")], after=start, **options).content


def test_the_pages_before_are_not_changed_by_what_is_joined_to_them():
    start, whole = joined()
    assert (start, whole) == joined()
    with pikepdf.open(io.BytesIO(start)) as pdf, pikepdf.open(io.BytesIO(whole)) as longer:
        assert (len(pdf.pages), len(longer.pages)) == (2, 4)
        assert [p.Contents.read_bytes() for p in pdf.pages] == [p.Contents.read_bytes() for p in longer.pages[:2]]
        assert "/AF" not in pdf.Root


def test_a_joined_document_is_one_document_with_the_title_and_the_language_of_its_beginning():
    with pikepdf.open(io.BytesIO(joined()[1])) as pdf:
        (document,) = pdf.Root.StructTreeRoot.K
        assert [str(element.S) for element in document.K] == ["/H1", "/P", "/H2", "/H1", "/P", "/P"]
        assert (str(pdf.Root.Lang), str(pdf.docinfo.Title)) == ("en", "Essai")
        assert [int(p.StructParents) for p in pdf.pages] == [0, 1, 2, 3]
        with pdf.open_outline() as outline:
            assert [entry.title for entry in outline.root] == ["Titre", "Titre"]


def test_a_link_reaches_the_pages_before_and_page_numbers_go_on(tmp_path):
    path = tmp_path / "joined.pdf"
    path.write_bytes(joined()[1])
    with pikepdf.open(path) as pdf:
        (link,) = pdf.pages[2].Annots
        assert str(link.Dest) == str(pdf.Root.Names.Dests.Names[0]) == "here"
    for number in (3, 4):
        command = ["pdftotext", "-f", str(number), "-l", str(number), path, "-"]
        assert str(number) in subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()


def test_the_identifier_stands_in_clear_twice():
    assert render(page("<p>a</p>")).count(b"porte-voix:test") == 2


@pytest.mark.parametrize("name", NAMES)
def test_any_name_is_readable(name, tmp_path):
    path = tmp_path / "name.pdf"
    path.write_bytes(render(page(f"<p>{name}</p>", '<style>body { font-family: "Noto Serif", serif }</style>')))
    text = subprocess.run(["pdftotext", path, "-"], capture_output=True, text=True, check=True).stdout
    # Arabic comes back with marks of direction around it, emoji as themselves.
    shown = "".join(c for c in text if c not in "\u202a\u202b\u202c\u2068\u2069\u200e\u200f")
    assert all(word in shown for word in name.split()), text


def test_digits_are_not_taken_from_an_emoji_font(tmp_path):
    path = tmp_path / "digits.pdf"
    path.write_bytes(render(page("<p>24 novembre 2026 🙂</p>")))
    fonts = subprocess.run(["pdffonts", path], capture_output=True, text=True, check=True).stdout
    text = subprocess.run(["pdftotext", path, "-"], capture_output=True, text=True, check=True).stdout
    assert "24 novembre 2026" in text
    assert " no " not in [line[50:60] for line in fonts.splitlines()[2:]]


def test_attachments_say_what_they_are():
    content = render(page(""), attachments=[Attachment("body.pdf", b"%PDF", "Body", "Source")])
    with pikepdf.open(io.BytesIO(content)) as pdf:
        spec = pdf.attachments["body.pdf"]
        assert spec.description == "Body"
        assert {str(f.AFRelationship) for f in pdf.Root.AF} == {"/Source"}


def test_a_document_with_a_colour_font_is_the_same_bytes_later():
    """A subset of a bitmap font is dated by the library that makes it, to the second."""
    first = render(page("<p>Ana 🙂 Peña</p>"))
    time.sleep(1.1)
    assert render(page("<p>Ana 🙂 Peña</p>")) == first
