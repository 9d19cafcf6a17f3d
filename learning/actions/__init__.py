"""Every write of `learning`: progress, checklists, attempts, enrolments, certificates, the catalogue."""

from .attempts import GivenAnswer, Saved, TimeIsOver, check_answer, save_answers, start_attempt, submit_attempt
from .bank import BankReport, import_questions
from .catalogue import load_catalogue
from .certificate_files import ask_the_next_people, render_certificate
from .certificates import (
    ask_again,
    ask_for_file,
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
from .exceptions import give_exception, remove_exception
from .marking import AttemptIsOver, QuestionsLeft
from .messages import finish_refresher, load_example_messages, retire_message
from .notes import give_feedback, save_reflection
from .previews import delete_previews, start_preview
from .progress import complete_course, complete_lesson, set_step
from .quiz_app import QuizAppReport, import_quiz_app
from .regrades import DryRun, ask_regrade, dry_run, run_regrade
from .sharing import read_answer, send_answer, share_attempt, take_back_answer, unshare_attempt
from .summaries import Difference, rebuild_learning_summary
from .time_checks import check_attempt_time

__all__ = [
    "AttemptIsOver",
    "BankReport",
    "DryRun",
    "Difference",
    "GivenAnswer",
    "QuestionsLeft",
    "QuizAppReport",
    "Saved",
    "TimeIsOver",
    "apply_rule",
    "ask_again",
    "ask_for_file",
    "ask_regrade",
    "ask_the_next_people",
    "check_answer",
    "check_attempt_time",
    "complete_course",
    "complete_lesson",
    "delete_previews",
    "drop_old_pending",
    "dry_run",
    "end_suggestions",
    "enrol",
    "expire_certificate",
    "finish_refresher",
    "give_exception",
    "give_feedback",
    "give_more_time",
    "import_questions",
    "import_quiz_app",
    "issue_certificate",
    "load_catalogue",
    "load_example_messages",
    "move_due_dates",
    "open_asked_cycles",
    "open_renewal",
    "read_answer",
    "receive_pending",
    "remind",
    "remove_exception",
    "render_certificate",
    "retire_message",
    "revoke_certificate",
    "run_regrade",
    "rebuild_learning_summary",
    "save_answers",
    "save_certification",
    "save_reflection",
    "save_rule",
    "send_answer",
    "set_step",
    "share_attempt",
    "start_attempt",
    "start_preview",
    "stop_rule",
    "submit_attempt",
    "suggest_to_list",
    "take_back_answer",
    "unshare_attempt",
    "waive_course",
    "withdraw_enrolment",
]
