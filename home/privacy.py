"""What `home` holds about a person."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from core.privacy import Holding
from people.models import User

from .models import SubjectSuggestion


def _export_suggestions(user: User) -> list[dict[str, Any]]:
    return [
        dict(row)
        for row in SubjectSuggestion.objects.filter(author=user).values(
            "title", "text", "source_url", "state", "created_at", "answer", "answered_at"
        )
    ]


def _erase_suggestions(user: User) -> int:
    return SubjectSuggestion.objects.filter(author=user).delete()[0]


HOLDINGS = [
    Holding(
        key="home.suggestions",
        models=("home.SubjectSuggestion",),
        label=_("Subjects you suggested"),
        why=_("So that an editor can answer you."),
        kept=_("Until you leave the company."),
        export=_export_suggestions,
        erase=_erase_suggestions,
    ),
]
