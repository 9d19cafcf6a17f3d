from .attempts import Attempt, AttemptQuestion
from .bank import Question, Quiz, QuizSlot
from .catalogue import CatalogueItem
from .certificates import Certificate, CertificateFile, Certification
from .cycles import FIRST_CYCLE, Cycle
from .enrolments import Enrolment, EnrolmentRule, PendingEnrolment
from .facts import Fact
from .messages import KeyMessage, Refresher
from .notes import LessonFeedback, Reflection
from .pages import CourseIndexPage, CoursePage, LessonPage
from .paths import LearningPath, LearningPathStep, course_key_choices
from .progress import ChecklistTick, CourseCompletion, LessonCompletion

__all__ = [
    "FIRST_CYCLE",
    "Attempt",
    "AttemptQuestion",
    "CatalogueItem",
    "Certificate",
    "CertificateFile",
    "Certification",
    "ChecklistTick",
    "CourseCompletion",
    "CourseIndexPage",
    "CoursePage",
    "Cycle",
    "Enrolment",
    "EnrolmentRule",
    "Fact",
    "LearningPath",
    "LearningPathStep",
    "KeyMessage",
    "LessonCompletion",
    "LessonFeedback",
    "LessonPage",
    "PendingEnrolment",
    "Question",
    "Quiz",
    "QuizSlot",
    "course_key_choices",
    "Reflection",
    "Refresher",
]
