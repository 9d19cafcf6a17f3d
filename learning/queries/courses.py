"""Where a learner stands: courses, lessons, quizzes, and the one next step."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery
from django.urls import reverse
from django.utils.translation import get_language
from wagtail.models import Page

from people.models import User

from ..models import (
    FIRST_CYCLE,
    Attempt,
    CourseCompletion,
    CoursePage,
    Cycle,
    Enrolment,
    LessonCompletion,
    LessonPage,
    Quiz,
)
from ..models.pages import COORDINATORS
from .languages import active_language_first
from .visibility import can_read_for_coordinators, is_shown

STEP = Page.steplen
NO_QUIZ, NOT_STARTED, IN_PROGRESS, NOT_PASSED, PASSED = "no_quiz", "not_started", "in_progress", "not_passed", "passed"


@dataclass(frozen=True)
class LessonState:
    """A lesson as one learner sees it."""

    key: uuid.UUID
    title: str
    url: str
    minutes: int
    summary: str
    networks: tuple[str, ...]
    is_done: bool
    published_at: datetime | None = None
    is_required: bool = True
    section: str = ""
    is_locked: bool = False


@dataclass(frozen=True)
class QuizState:
    """A course's quiz as one learner sees it. `state`: not_started, in_progress, not_passed or passed."""

    key: uuid.UUID
    title: str
    url: str
    state: str
    questions: int
    pass_mark: int
    attempt_url: str = ""


@dataclass(frozen=True)
class CourseState:
    """A course as one learner sees it: lessons and quiz in the present cycle, `completed_at` the last time, in any.

    `is_renewing`: completed before, and open again. `is_waived`: the programme asks for nothing more.
    """

    key: uuid.UUID
    title: str
    summary: str
    url: str
    level: str
    is_core: bool
    lessons: tuple[LessonState, ...]
    quiz: QuizState | None
    completed_at: datetime | None
    is_waived: bool = False
    is_renewing: bool = False
    level_key: str = ""
    strongly_advised: bool = False
    is_for_coordinators: bool = False
    is_sequential: bool = False
    is_partial: bool = False
    prerequisite_keys: tuple[uuid.UUID, ...] = ()

    @property
    def required(self) -> list[LessonState]:
        return [lesson for lesson in self.lessons if lesson.is_required]

    @property
    def minutes(self) -> int:
        return sum(lesson.minutes for lesson in self.required)

    @property
    def optional_minutes(self) -> int:
        return sum(lesson.minutes for lesson in self.lessons if not lesson.is_required)

    @property
    def networks(self) -> frozenset[str]:
        return frozenset(network for lesson in self.lessons for network in lesson.networks)

    @property
    def sections(self) -> list[tuple[str, list[LessonState]]]:
        """(title, lessons) of each part; one part without a title when the course has none."""
        parts: list[tuple[str, list[LessonState]]] = []
        for lesson in self.lessons:
            if lesson.section or not parts:
                parts.append((lesson.section, []))
            parts[-1][1].append(lesson)
        return parts

    @property
    def lessons_total(self) -> int:
        return len(self.required)

    @property
    def lessons_done(self) -> int:
        return sum(lesson.is_done for lesson in self.required)

    @property
    def quiz_state(self) -> str:
        return self.quiz.state if self.quiz else NO_QUIZ

    @property
    def is_completed(self) -> bool:
        return self.completed_at is not None

    @property
    def has_new_content(self) -> bool:
        """Was a lesson published after the learner had completed the course, that they have not read? It takes nothing
        back."""
        at = self.completed_at
        unread = [lesson.published_at for lesson in self.lessons if not lesson.is_done and lesson.published_at]
        return at is not None and any(published > at for published in unread)

    @property
    def is_started(self) -> bool:
        return (
            any(lesson.is_done for lesson in self.lessons)
            or self.quiz_state not in (NO_QUIZ, NOT_STARTED)
            or self.is_completed
        )

    @property
    def next_lesson(self) -> LessonState | None:
        """The first required lesson not read."""
        return next((lesson for lesson in self.required if not lesson.is_done), None)


@dataclass(frozen=True)
class NextStep:
    """The one thing to do next. `kind`: resume_quiz, lesson, quiz."""

    kind: str
    title: str
    url: str
    course_title: str
    minutes: int | None = None


def course_states(user: User, *, core_only: bool = False, keys: Collection[uuid.UUID] = ()) -> list[CourseState]:
    """Published courses of the active language in the order of the tree, with where this learner stands.

    Two queries, however many courses. In: `core_only`, the core path; `keys`, only these courses.
    """
    courses = CoursePage.objects.live().filter(locale__language_code=get_language())
    if core_only:
        courses = courses.filter(is_core=True)
    if keys:
        courses = courses.filter(translation_key__in=keys)
    return states_of(user, courses)


def states_of(user: User, courses: QuerySet[CoursePage]) -> list[CourseState]:
    """These courses in the order of the tree, with where this learner stands. Two queries.

    What the learner is not shown is left out: lessons, and a course of which no lesson is left.
    """
    found = list(_with_state_for(user, courses.order_by("path").defer("search_text")))
    lessons = _lessons_by_course(user, found)
    states = []
    for course in found:
        written = lessons.get(course.path, [])
        shown = [lesson for lesson in written if is_shown(lesson, course, user)]
        is_for_others = course.audience == COORDINATORS and not shown and not can_read_for_coordinators(user)
        if (shown or not written) and not is_for_others:
            states.append(_course_state(course, shown, is_partial=len(shown) < len(written)))
    return states


def _with_state_for(user: User, courses: QuerySet[CoursePage]) -> QuerySet[CoursePage]:
    quizzes = Quiz.objects.filter(live=True, course__translation_key=OuterRef("translation_key")).order_by(
        active_language_first(), "pk"
    )
    shown = Q(slots__question__live=True, slots__question__locale=F("locale"))
    own = {"course_key": OuterRef("translation_key")}
    attempts = Attempt.objects.visible_to(user).filter(**own).of_current_cycle().order_by("-number")
    completions = CourseCompletion.objects.visible_to(user).filter(**own)
    annotated: QuerySet[CoursePage] = courses.annotate(
        quiz_key=Subquery(quizzes.values("translation_key")[:1]),
        quiz_title=Subquery(quizzes.values("title")[:1]),
        quiz_pass_mark=Subquery(quizzes.values("pass_mark")[:1]),
        quiz_questions=Subquery(quizzes.annotate(n=Count("slots", filter=shown)).values("n")[:1]),
        open_attempt=Subquery(attempts.in_progress().values("pk")[:1]),
        has_passed=Exists(attempts.finished().filter(passed=True)),
        has_tried=Exists(attempts.finished()),
        completed_at=Subquery(completions.order_by("-cycle").values("completed_at")[:1]),
        is_up_to_date=Exists(completions.of_current_cycle()),
        is_waived=Exists(Enrolment.objects.visible_to(user).waived().filter(**own)),
    )
    return annotated


def _lessons_by_course(user: User, courses: Iterable[CoursePage]) -> dict[str, list[LessonPage]]:
    """Published lessons by the path of their course, in order."""
    below = Q()
    for course in courses:
        below |= Q(path__startswith=course.path)
    if not below:
        return {}
    grouped: dict[str, list[LessonPage]] = {}
    for lesson in _lessons_with_state(user, LessonPage.objects.live().filter(below)):
        grouped.setdefault(lesson.path[:-STEP], []).append(lesson)
    return grouped


def _lessons_with_state(user: User, lessons: QuerySet[LessonPage]) -> QuerySet[LessonPage]:
    """Lessons in the order of the tree, each with `is_done` for this learner, without their bodies."""
    done = LessonCompletion.objects.visible_to(user).of_current_cycle().filter(lesson_key=OuterRef("translation_key"))
    annotated: QuerySet[LessonPage] = (
        lessons.order_by("path").defer("body", "search_text").annotate(is_done=Exists(done))
    )
    return annotated


def _lesson_states(lessons: list[LessonPage], *, is_sequential: bool) -> Iterator[LessonState]:
    """In order; in a sequential course, a lesson is locked until the required ones before it are read."""
    is_locked = False
    for lesson in lessons:
        yield _lesson_state(lesson, is_locked=is_locked and not lesson.is_done)
        is_locked = is_locked or (is_sequential and lesson.is_required and not lesson.is_done)


def _lesson_state(lesson: LessonPage, *, is_locked: bool) -> LessonState:
    return LessonState(
        key=lesson.translation_key,
        title=lesson.title,
        url=lesson.get_url() or "",
        minutes=lesson.minutes,
        summary=lesson.summary,
        networks=tuple(lesson.network_keys),
        is_done=lesson.is_done,
        published_at=lesson.first_published_at,
        is_required=lesson.is_required,
        section=lesson.section,
        is_locked=is_locked,
    )


def _course_state(course: CoursePage, lessons: list[LessonPage], *, is_partial: bool) -> CourseState:
    return CourseState(
        key=course.translation_key,
        title=course.title,
        summary=course.summary,
        url=course.get_url() or "",
        level=course.get_level_display(),
        is_core=course.is_core,
        lessons=tuple(_lesson_states(lessons, is_sequential=course.is_sequential)),
        quiz=_quiz_state(course) if course.quiz_key else None,
        completed_at=course.completed_at,
        is_waived=course.is_waived,
        is_renewing=course.completed_at is not None and not course.is_up_to_date,
        level_key=course.level,
        strongly_advised=course.strongly_advised,
        is_for_coordinators=course.audience == COORDINATORS,
        is_sequential=course.is_sequential,
        is_partial=is_partial,
        prerequisite_keys=tuple(course.prerequisite_keys),
    )


def _quiz_state(course: CoursePage) -> QuizState:
    if course.open_attempt:
        state = IN_PROGRESS
    elif course.has_passed:
        state = PASSED
    else:
        state = NOT_PASSED if course.has_tried else NOT_STARTED
    return QuizState(
        key=course.quiz_key,
        title=course.quiz_title,
        url=reverse("learning:quiz_start", args=[course.quiz_key]),
        state=state,
        questions=course.quiz_questions or 0,
        pass_mark=course.quiz_pass_mark,
        attempt_url=reverse("learning:attempt_detail", args=[course.open_attempt]) if course.open_attempt else "",
    )


def core_path(user: User) -> list[CourseState]:
    """The courses asked of everybody who wishes to sign, with where this learner stands. Two queries."""
    return course_states(user, core_only=True)


def has_passed_core_path(user: User) -> bool:
    """Has the learner completed every published course of the core path, or been waived from it?

    In whichever cycle: what was earned stays earned, and a certificate that expires closes nothing. False when no core
    course is published: nothing has been learnt then.
    """
    core = CoursePage.objects.live().filter(is_core=True)
    done = CourseCompletion.objects.visible_to(user).values("course_key")
    waived = Enrolment.objects.visible_to(user).waived().values("course_key")
    left = core.exclude(translation_key__in=done).exclude(translation_key__in=waived)
    return core.exists() and not left.exists()


def next_step(user: User) -> NextStep | None:
    """The one thing to do next on the core path; None when it is done."""
    return next_step_among(core_path(user))


def next_step_among(courses: Iterable[CourseState]) -> NextStep | None:
    """The first open thing of these courses: an attempt begun, else the next lesson, else the quiz."""
    for course in courses:
        step = None if course.is_completed or course.is_waived else next_step_of(course)
        if step:
            return step
    return None


def next_step_of(course: CourseState) -> NextStep | None:
    """The next thing in one course, completed or not; None when nothing is left in it."""
    quiz, lesson = course.quiz, course.next_lesson
    if quiz and quiz.state == IN_PROGRESS:
        return NextStep("resume_quiz", quiz.title, quiz.attempt_url, course.title)
    if lesson:
        return NextStep("lesson", lesson.title, lesson.url, course.title, lesson.minutes)
    if quiz and quiz.state != PASSED:
        return NextStep("quiz", quiz.title, quiz.url, course.title)
    return None


def published_quiz(key: uuid.UUID) -> Quiz | None:
    """A quiz by translation key, in the active language when it is published there, of a published course."""
    quizzes = Quiz.objects.filter(translation_key=key, live=True, course__live=True)
    quiz: Quiz | None = quizzes.select_related("course", "locale").order_by(active_language_first()).first()
    return quiz


def course_revision(key: uuid.UUID) -> int | None:
    """The published revision of a course, in the active language when it exists there."""
    courses = CoursePage.objects.filter(translation_key=key).order_by(active_language_first())
    revision: int | None = courses.values_list("live_revision_id", flat=True).first()
    return revision


def current_cycle(user: User, course_key: uuid.UUID) -> int:
    """The cycle of this course the learner is in; the first one needs no row."""
    last = Cycle.objects.visible_to(user).filter(course_key=course_key).order_by("-number").first()
    return last.number if last else FIRST_CYCLE
