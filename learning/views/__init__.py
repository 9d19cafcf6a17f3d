from .attempts import attempt_answer, attempt_confirm, attempt_create, attempt_detail, attempt_submit, quiz_start
from .certificates import certificate_download, certificate_pending, certificate_revoke, certificate_verify
from .managing import (
    certification_edit,
    course_ask_again,
    manage_enrolments,
    more_time_create,
    rule_create,
    rule_edit,
    rule_stop,
    suggestion_create,
    suggestion_import,
    suggestion_outcomes,
    waiver_create,
)
from .pages import course_detail, course_list, lesson_detail
from .progress import checklist_tick, lesson_complete, network_choose
from .standing import course_enrol, course_withdraw, my_learning

__all__ = [
    "certificate_download",
    "certificate_pending",
    "certificate_revoke",
    "certificate_verify",
    "certification_edit",
    "course_ask_again",
    "course_enrol",
    "course_withdraw",
    "manage_enrolments",
    "more_time_create",
    "my_learning",
    "rule_create",
    "rule_edit",
    "rule_stop",
    "suggestion_create",
    "suggestion_import",
    "suggestion_outcomes",
    "waiver_create",
    "attempt_answer",
    "attempt_confirm",
    "attempt_create",
    "attempt_detail",
    "attempt_submit",
    "checklist_tick",
    "course_detail",
    "course_list",
    "lesson_complete",
    "lesson_detail",
    "network_choose",
    "quiz_start",
]
