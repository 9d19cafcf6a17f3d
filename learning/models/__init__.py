from .attempts import Attempt, AttemptQuestion, QuizGrade
from .bank import Question, Quiz, QuizSlot
from .catalogue import CatalogueItem
from .categories import QuestionCategory, QuestionTag, TaggedQuestion
from .certificates import Certificate, CertificateFile, Certification
from .cycles import FIRST_CYCLE, Cycle, Recertification
from .enrolments import Enrolment, EnrolmentRule, PendingEnrolment
from .facts import Fact
from .messages import KeyMessage, Refresher
from .notes import LessonFeedback, Reflection
from .overrides import QuizOverride
from .pages import CourseIndexPage, CoursePage, LessonPage
from .paths import LearningPath, LearningPathStep, course_key_choices
from .progress import ChecklistTick, CourseCompletion, LessonCompletion
from .regrades import Regrade, RegradedMark
from .sharing import AnswerToRead, SharedAttempt
from .summaries import LearnerCourseSummary

__all__ = [
    "FIRST_CYCLE",
    "AnswerToRead",
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
    "KeyMessage",
    "LearnerCourseSummary",
    "LearningPath",
    "LearningPathStep",
    "LessonCompletion",
    "LessonFeedback",
    "LessonPage",
    "PendingEnrolment",
    "Question",
    "QuestionCategory",
    "QuestionTag",
    "Quiz",
    "QuizGrade",
    "QuizOverride",
    "QuizSlot",
    "Reflection",
    "Refresher",
    "Regrade",
    "RegradedMark",
    "SharedAttempt",
    "Recertification",
    "course_key_choices",
    "TaggedQuestion",
]
