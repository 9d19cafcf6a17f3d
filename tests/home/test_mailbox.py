"""The mailbox of the embedded mode, where it exists and where it does not."""

from __future__ import annotations

import pytest
from django.core.mail import EmailMultiAlternatives, get_connection
from django.urls import reverse
from django.utils import timezone

from core.mailbox import read_mailbox, sent_at

pytestmark = pytest.mark.django_db
URL = reverse("home:mailbox")


@pytest.fixture
def mailbox(settings, tmp_path):
    settings.MAILBOX_DIR = tmp_path / "mailbox"

    def send(subject="Bonjour", body="Voir https://example.com/x", html="<p>Voir</p><script>alert(1)</script>"):
        message = EmailMultiAlternatives(subject, body, to=["alice@example.com"])
        message.attach_alternative(html, "text/html")
        get_connection("core.mailbox.MailboxBackend").send_messages([message])
        return read_mailbox()[0][0]

    return send


def test_without_a_folder_there_is_no_such_page(client, settings):
    settings.MAILBOX_DIR = None
    assert client.get(URL).status_code == 404
    assert client.get(reverse("home:mailbox_message", args=["x"])).status_code == 404


def test_an_unknown_message_is_not_found(client, mailbox):
    mailbox()
    for name in ("x", "0-00000000"):
        assert client.get(reverse("home:mailbox_message", args=[name])).status_code == 404


@pytest.mark.parametrize("name", ["../secret", "..%2Fsecret_key", "a/b"])
def test_a_path_is_no_message(client, mailbox, name):
    mailbox()
    assert client.get(f"{URL}{name}/").status_code == 404


def test_an_empty_mailbox_says_so(client, mailbox):
    assert client.get(URL).status_code == 200


def test_messages_are_read_signed_out_as_text_with_links(client, mailbox):
    first, second = mailbox("Premier"), mailbox("Réinitialiser <votre> mot de passe")
    html = client.get(URL).content.decode()
    assert html.index("initialiser &lt;votre&gt; mot") < html.index("Premier")
    message = client.get(reverse("home:mailbox_message", args=[second])).content.decode()
    assert '<a href="https://example.com/x"' in message
    assert "alert(1)" not in message
    assert first != second


def test_a_body_cannot_bring_markup(client, mailbox):
    name = mailbox(body="<img src=x onerror=alert(2)> <script>alert(3)</script>")
    message = client.get(reverse("home:mailbox_message", args=[name])).content.decode()
    assert "<img src=x" not in message
    assert "<script>alert" not in message


def test_mail_without_a_date_or_subject_is_shown(client, mailbox, settings):
    settings.MAILBOX_DIR.mkdir()
    (settings.MAILBOX_DIR / "1-aaaaaaaa.eml").write_bytes(b"To: a@example.com\n\nHello")
    assert client.get(URL).status_code == 200
    assert b"Hello" in client.get(reverse("home:mailbox_message", args=["1-aaaaaaaa"])).content


def test_a_message_without_zone_was_sent_in_universal_time(mailbox):
    """Django writes -0000, which Python reads as no zone: the page would be an hour or two wrong."""
    mailbox()
    ((_name, mail),) = read_mailbox()
    assert abs((sent_at(mail) - timezone.now()).total_seconds()) < 60
