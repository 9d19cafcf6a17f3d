"""Every write of `home`: the catalogue, the demo people, leaving, suggested subjects, messages tried again."""

from .catalogue import load_catalogue, load_pages
from .deliveries import retry_notification
from .demo import load_demo
from .editors import grant_rights
from .memberships import leave
from .suggestions import answer_suggestion, suggest_subject

__all__ = [
    "answer_suggestion",
    "grant_rights",
    "leave",
    "load_catalogue",
    "load_demo",
    "load_pages",
    "retry_notification",
    "suggest_subject",
]
