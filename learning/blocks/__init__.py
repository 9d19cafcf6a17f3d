"""The blocks of a lesson. Each may name the facts it rests on, by key."""

from ._base import ALL_NETWORKS, FactKeyBlock, checklist_network_choices, fact_choices
from .lesson import LessonBodyBlock
from .practice import ACCEPTABLE, AVOID, BEST, GRADES, ChecklistBlock, StepKeyBlock

__all__ = [
    "ACCEPTABLE",
    "ALL_NETWORKS",
    "AVOID",
    "BEST",
    "GRADES",
    "ChecklistBlock",
    "FactKeyBlock",
    "LessonBodyBlock",
    "StepKeyBlock",
    "checklist_network_choices",
    "fact_choices",
]
