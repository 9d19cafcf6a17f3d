"""A catalogue of one course, two lessons and three questions, written where a test wants it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

WORDS = {
    "fr": {"yes": "Oui", "no": "Non", "course": "Le cours", "lesson": "Leçon", "step": "Activez", "slug": "le-cours"},
    "en": {
        "yes": "Yes",
        "no": "No",
        "course": "The course",
        "lesson": "Lesson",
        "step": "Turn on",
        "slug": "the-course",
    },
}
LINKS = {"fr": "https://example.com/fr/aide", "en": "https://example.com/en/help"}


def write_catalogue(root: Path) -> Path:
    """In: an empty folder. Out: the same, filled."""
    for folder in ("courses", "lessons/course-1", "facts", "questions"):
        (root / folder).mkdir(parents=True)
    save(root / "courses/course-1.yaml", course())
    for n in (1, 2):
        for code in WORDS:
            save(root / f"lessons/course-1/lesson-{n}.{code}.yaml", lesson(n, code))
    save(root / "facts/course-1.yaml", [fact("fact-one"), fact("fact-two")])
    save(root / "questions/course-1.yaml", questions())
    return root


def save(path: Path, value: Any) -> None:
    path.write_text(yaml.safe_dump(value, allow_unicode=True, sort_keys=False), encoding="utf-8")


def change(path: Path, edit: Any) -> None:
    """Apply `edit(data)` to a file."""
    data = yaml.safe_load(path.read_text(encoding="utf-8"))
    edit(data)
    save(path, data)


def course() -> dict[str, Any]:
    return {
        "key": "course-1",
        "slug": {code: words["slug"] for code, words in WORDS.items()},
        "level": "essential",
        "pass_mark": 70,
        "core": True,
        "quiz_questions": ["q1", "q2", "q3"],
        "lessons": ["lesson-1", "lesson-2"],
        **{
            code: {
                "title": words["course"],
                "summary": f"{words['course']}.",
                "objectives": [words["yes"], words["no"]],
                "gives": words["step"],
            }
            for code, words in WORDS.items()
        },
    }


def lesson(n: int, code: str) -> dict[str, Any]:
    words = WORDS[code]
    return {
        "key": f"course-1/lesson-{n}",
        "slug": f"{words['lesson'].lower().replace('ç', 'c')}-{n}",
        "title": f"{words['lesson']} {n}",
        "minutes": 4,
        "summary": f"{words['lesson']} {n}.",
        "objective": f"{words['yes']} {n}",
        "networks": ["linkedin"],
        "blocks": [
            {
                "type": "text",
                "html": f'<h3>{words["lesson"]}</h3><p>{words["yes"]}, <a href="{LINKS[code]}">{words["step"]}</a>.</p>',
                "facts": ["fact-one"],
            },
            {"type": "key_point", "text": f"{words['yes']} !"},
            {"type": "do_dont", "do": [f"{words['yes']} 1", f"{words['yes']} 2"], "dont": [words["no"]]},
            {
                "type": "checklist",
                "network": "linkedin",
                "steps": [{"key": "second-factor", "text": words["step"], "help": words["lesson"]}],
                "facts": ["fact-two"],
            },
            {"type": "exercise", "title": f"{words['lesson']} ?", "text": words["yes"], "hint": words["no"]},
        ],
    }


def fact(key: str) -> dict[str, Any]:
    from datetime import date

    return {
        "key": key,
        "verified_on": date(2026, 11, 23),
        "confidence": "A",
        "source": {"name": "Source", "url": "https://example.com"},
        "fr": f"Un fait ({key}).",
        "en": f"A fact ({key}).",
    }


def questions() -> list[dict[str, Any]]:
    def text(code: str, *right: bool) -> dict[str, Any]:
        words = WORDS[code]
        options = [
            {"text": f"{words['yes' if is_right else 'no']} {n}", "correct": is_right, "feedback": words["lesson"]}
            for n, is_right in enumerate(right)
        ]
        rest = {"options": options} if right else {}
        return {"prompt": f"{words['lesson']} ?", **rest, "explanation": words["course"]}

    common = {"lesson": "course-1/lesson-1", "facts": ["fact-one"]}
    return [
        {"key": "q1", "type": "true_false", "answer": False, **common, "fr": text("fr"), "en": text("en")},
        {"key": "q2", "type": "single_choice", **common, "fr": text("fr", True, False), "en": text("en", True, False)},
        {
            "key": "q3",
            "type": "multiple_choice",
            **common,
            "fr": text("fr", True, True, False),
            "en": text("en", True, True, False),
        },
    ]
