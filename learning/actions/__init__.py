"""Every write of `learning`: progress, checklists, attempts, the catalogue."""

from .attempts import AttemptIsOver, GivenAnswer, QuestionsLeft, Saved, save_answers, start_attempt, submit_attempt
from .catalogue import load_catalogue
from .progress import complete_course, complete_lesson, set_step

__all__ = [
    "AttemptIsOver",
    "GivenAnswer",
    "QuestionsLeft",
    "Saved",
    "complete_course",
    "complete_lesson",
    "load_catalogue",
    "save_answers",
    "set_step",
    "start_attempt",
    "submit_attempt",
]
