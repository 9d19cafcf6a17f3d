from .attempts import attempt_answer, attempt_confirm, attempt_create, attempt_detail, attempt_submit, quiz_start
from .pages import course_detail, course_list, lesson_detail
from .progress import checklist_tick, lesson_complete, network_choose

__all__ = [
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
