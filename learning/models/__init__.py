from .attempts import Attempt, AttemptQuestion
from .bank import Question, Quiz, QuizSlot
from .catalogue import CatalogueItem
from .facts import Fact
from .pages import CourseIndexPage, CoursePage, LessonPage
from .progress import ChecklistTick, CourseCompletion, LessonCompletion

__all__ = [
    "Attempt",
    "AttemptQuestion",
    "CatalogueItem",
    "ChecklistTick",
    "CourseCompletion",
    "CourseIndexPage",
    "CoursePage",
    "Fact",
    "LessonCompletion",
    "LessonPage",
    "Question",
    "Quiz",
    "QuizSlot",
]
