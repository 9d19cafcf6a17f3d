"""Every write of `learning`: progress, checklists, attempts, the catalogue."""

from .attempts import GivenAnswer, Saved, TimeIsOver, check_answer, save_answers, start_attempt, submit_attempt
from .bank import BankReport, import_questions
from .catalogue import load_catalogue
from .marking import AttemptIsOver, QuestionsLeft
from .progress import complete_course, complete_lesson, set_step
from .quiz_app import QuizAppReport, import_quiz_app
from .time_checks import check_attempt_time

__all__ = [
    "AttemptIsOver",
    "BankReport",
    "GivenAnswer",
    "QuestionsLeft",
    "QuizAppReport",
    "Saved",
    "TimeIsOver",
    "check_answer",
    "check_attempt_time",
    "complete_course",
    "complete_lesson",
    "import_questions",
    "import_quiz_app",
    "load_catalogue",
    "save_answers",
    "set_step",
    "start_attempt",
    "submit_attempt",
]
