"""What the tests of the pages share."""

from __future__ import annotations

import uuid

from django.urls import reverse


def address(name, *args):
    return reverse(f"coaching:{name}", args=args)


def composed(request, body="Bonjour", **values):
    return {"body": body, "version": request.version, "token": uuid.uuid4(), **values}


def enter(client, user):
    client.force_login(user)
    return client
