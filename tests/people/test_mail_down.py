"""The mail server is down: the person is told so, keeps what they typed, and nobody learns who has an account."""

from __future__ import annotations

import re
import socket
from smtplib import SMTPRecipientsRefused

import pytest
from django.conf import settings as project_settings
from django.core.mail.backends.base import BaseEmailBackend
from django.urls import reverse
from django.utils import translation

from core.errors import WrongState
from people.actions import send_step_up_code
from people.models import User
from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db
PASSWORD, NEW_PASSWORD = "porte-voix-test", "a long walk by the sea"
SENTENCES = {"fr": "aucun message n’a été envoyé", "en": "no message was sent"}
REFUSED = 422


@pytest.fixture
def mail_server_down(settings):
    """A port on which nothing listens."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        settings.EMAIL_HOST, settings.EMAIL_PORT = free.getsockname()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"


class KnowsOnlyAlice(BaseEmailBackend):
    """A server that knows one mailbox, and refuses the others with 550."""

    def send_messages(self, email_messages):
        for message in email_messages:
            if message.to != ["alice@example.com"]:
                raise SMTPRecipientsRefused({message.to[0]: (550, b"no such mailbox")})
        return len(email_messages)


def ask_for_a_reset(client, email, language="en"):
    with translation.override(language):
        return client.post(reverse("account_reset_password"), {"email": email})


def page(response):
    """The page without what differs at each request."""
    return re.sub(r'csrfmiddlewaretoken" value="\w+"', "", response.content.decode())


@pytest.mark.parametrize("language", ["fr", "en"])
def test_asking_for_a_reset_says_that_nothing_was_sent_and_keeps_the_address(client, mail_server_down, language):
    alice = UserFactory(language=language)
    response = ask_for_a_reset(client, alice.email, language)
    assert response.status_code == REFUSED
    assert SENTENCES[language] in page(response)
    assert f'value="{alice.email}"' in page(response)


def test_the_answer_is_the_same_for_an_address_without_an_account(client, mail_server_down):
    UserFactory(email="alice@example.com")
    known, unknown = (ask_for_a_reset(client, f"{name}@example.com") for name in ("alice", "nobody"))
    assert unknown.status_code == known.status_code == REFUSED
    assert page(unknown) == page(known).replace("alice@", "nobody@")


def test_the_answer_is_the_same_when_the_server_does_not_know_the_mailbox(client, settings):
    settings.EMAIL_BACKEND = f"{__name__}.{KnowsOnlyAlice.__name__}"
    UserFactory(email="alice@example.com")
    known, unknown = (ask_for_a_reset(client, f"{name}@example.com") for name in ("alice", "nobody"))
    assert known.status_code == unknown.status_code == 302
    assert known["Location"] == unknown["Location"]


def test_a_server_that_never_answers_holds_the_page_for_the_time_out_only(client, settings):
    assert project_settings.EMAIL_TIMEOUT == 5
    settings.EMAIL_TIMEOUT = 0.2
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    with socket.create_server(("127.0.0.1", 0)) as silent:
        settings.EMAIL_HOST, settings.EMAIL_PORT = silent.getsockname()
        assert ask_for_a_reset(client, UserFactory().email).status_code == REFUSED


def test_a_password_is_changed_although_the_news_of_it_cannot_leave(client, mail_server_down, caplog):
    alice = UserFactory()
    client.login(username=alice.email, password=PASSWORD)
    data = {"oldpassword": PASSWORD, "password1": NEW_PASSWORD, "password2": NEW_PASSWORD}
    assert client.post(reverse("account_change_password"), data).status_code == 302
    assert User.objects.get(pk=alice.pk).check_password(NEW_PASSWORD)
    assert "account mail not taken" in caplog.text
    assert alice.email not in caplog.text


def test_a_password_is_reset_although_the_news_of_it_cannot_leave(client, mailoutbox, request):
    alice = UserFactory()
    ask_for_a_reset(client, alice.email)
    link = re.search(r"https?://[^/]+(/\S+)", mailoutbox[0].body).group(1)
    form = client.get(link, follow=True).redirect_chain[-1][0]
    request.getfixturevalue("mail_server_down")
    assert client.post(form, {"password1": NEW_PASSWORD, "password2": NEW_PASSWORD}).status_code == 302
    assert User.objects.get(pk=alice.pk).check_password(NEW_PASSWORD)


def test_a_code_that_cannot_leave_is_a_sentence(mail_server_down):
    with translation.override("en"), pytest.raises(WrongState, match="could not be sent just now"):
        send_step_up_code(user=UserFactory(language="en"))
