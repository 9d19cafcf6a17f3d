"""The benchmark of a room full of learners counts a lost answer as one."""

from __future__ import annotations

from urllib.parse import urlencode

import pytest
from django.conf import settings
from django.test import Client

from benchmarks import cases, classroom
from tests.factories.learning import make_course

pytestmark = pytest.mark.django_db


@pytest.fixture
def seats():
    make_course(questions=2)
    return classroom.prepare(2)


def take(seat, answers):
    client = Client()
    client.cookies[settings.SESSION_COOKIE_NAME] = seat["session"]
    for position, options in enumerate(answers, start=1):
        ask = cases.answer(seat["path"], position, 0, options)
        body = urlencode(ask.form)
        headers = {"hx-request": "true"}
        response = client.post(ask.path, body, content_type="application/x-www-form-urlencoded", headers=headers)
        assert response.status_code == ask.status


def test_every_answer_given_is_found_once(seats):
    for seat in seats:
        take(seat, seat["answers"])
    assert classroom.check(seats) == {"lost": 0, "doubled": 0, "saved": 4}


def test_an_answer_that_is_not_there_is_lost(seats):
    take(seats[0], seats[0]["answers"])
    assert classroom.check(seats) == {"lost": 2, "doubled": 0, "saved": 2}
