"""Every write of `learning`: progress, checklists, attempts, enrolments, certificates, the catalogue."""

from .attempts import GivenAnswer, Saved, TimeIsOver, check_answer, save_answers, start_attempt, submit_attempt
from .bank import BankReport, import_questions
from .catalogue import load_catalogue
from .certificate_files import ask_the_next_people, render_certificate
from .certificates import (
    ask_again,
    expire_certificate,
    issue_certificate,
    open_asked_cycles,
    open_renewal,
    revoke_certificate,
    save_certification,
)
from .enrolment_files import suggest_to_list
from .enrolment_rules import apply_rule, save_rule, stop_rule
from .enrolments import (
    drop_old_pending,
    end_suggestions,
    enrol,
    give_more_time,
    move_due_dates,
    receive_pending,
    remind,
    waive_course,
    withdraw_enrolment,
)
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
    "apply_rule",
    "ask_again",
    "ask_the_next_people",
    "check_answer",
    "check_attempt_time",
    "complete_course",
    "complete_lesson",
    "import_questions",
    "import_quiz_app",
    "drop_old_pending",
    "end_suggestions",
    "enrol",
    "expire_certificate",
    "give_more_time",
    "issue_certificate",
    "load_catalogue",
    "move_due_dates",
    "open_asked_cycles",
    "open_renewal",
    "receive_pending",
    "remind",
    "render_certificate",
    "revoke_certificate",
    "save_answers",
    "save_certification",
    "save_rule",
    "set_step",
    "start_attempt",
    "stop_rule",
    "submit_attempt",
    "suggest_to_list",
    "waive_course",
    "withdraw_enrolment",
]
