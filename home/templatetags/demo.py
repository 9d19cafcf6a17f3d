"""The demo people on the sign-in page of the embedded mode."""

from __future__ import annotations

from django import template
from django.conf import settings

from home.demo_people import DEMO_PASSWORD, NAMED_PEOPLE, DemoPerson

register = template.Library()


@register.simple_tag
def demo_people() -> tuple[DemoPerson, ...]:
    """The named people one may sign in as; nobody where the setting DEMO_SIGN_IN_HINTS is off."""
    return NAMED_PEOPLE if settings.DEMO_SIGN_IN_HINTS else ()


@register.simple_tag
def demo_password() -> str:
    """The password of every demo person; empty where the setting DEMO_SIGN_IN_HINTS is off."""
    return DEMO_PASSWORD if settings.DEMO_SIGN_IN_HINTS else ""
