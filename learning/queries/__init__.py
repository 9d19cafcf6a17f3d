"""Reads that span models: where a learner stands, and counts for the programme.

For other apps: `core_path`, `has_passed_core_path`, `next_step`, `programme_figures`.
"""

from .allowances import Allowance, Opening, allowance, live_quiz, opening
from .attempts import Marked, Result, chosen_texts, result
from .bank import ambiguous_keys, bank_export, bank_row
from .courses import (
    CourseState,
    LessonState,
    NextStep,
    QuizState,
    core_path,
    course_revision,
    course_states,
    current_cycle,
    has_passed_core_path,
    next_step,
    next_step_among,
    next_step_of,
    published_quiz,
)
from .figures import CourseFigures, programme_figures
from .lessons import (
    ChecklistState,
    Place,
    Reading,
    StepState,
    checklist_state,
    course_of,
    course_state_of,
    facts_by_key,
    lesson_after,
    lesson_links,
    published_lesson,
    reading,
    step_state,
)

__all__ = [
    "Allowance",
    "Opening",
    "allowance",
    "live_quiz",
    "opening",
    "ChecklistState",
    "CourseFigures",
    "CourseState",
    "LessonState",
    "Marked",
    "NextStep",
    "Place",
    "QuizState",
    "Reading",
    "Result",
    "StepState",
    "ambiguous_keys",
    "bank_export",
    "bank_row",
    "checklist_state",
    "chosen_texts",
    "core_path",
    "course_of",
    "course_state_of",
    "course_revision",
    "course_states",
    "current_cycle",
    "facts_by_key",
    "has_passed_core_path",
    "lesson_after",
    "lesson_links",
    "next_step",
    "next_step_among",
    "next_step_of",
    "programme_figures",
    "published_lesson",
    "published_quiz",
    "reading",
    "result",
    "step_state",
]
