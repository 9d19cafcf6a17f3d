"""Write docs/reference/facts.md: every fact of the catalogue, by lesson, with its source and date."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from learning.actions.catalogue_files import Catalogue, read_catalogue

PAGE = Path(settings.BASE_DIR) / "docs" / "reference" / "facts.md"
HEAD = """# Facts, by lesson

What the lessons and quizzes of the catalogue rest on. Confidence: A, read at the source; B, through a serious copy or
report; C, to be checked. Written by `manage.py list_facts` from `learning/catalogue/`: change the files, not this page.
"""


class Command(BaseCommand):
    help = "Write docs/reference/facts.md from the files of the catalogue."

    def handle(self, *args: Any, **options: Any) -> None:
        PAGE.write_text(facts_page(read_catalogue()), encoding="utf-8")
        self.stdout.write(f"{PAGE}: written.")


def facts_page(catalogue: Catalogue) -> str:
    """The page. In: the catalogue's files."""
    parts = [HEAD]
    for course in catalogue.courses:
        parts.append(f"\n## {course['en']['title']}\n")
        for name in course["lessons"]:
            lesson = catalogue.lessons[f"{course['key']}/{name}"]["en"]
            named = _once(key for block in lesson["blocks"] for key in block.get("facts", []))
            parts.append(f"\n### {lesson['title']}\n\n" + "".join(_lines(named, catalogue)))
        named = _once(key for name in course["quiz_questions"] for key in catalogue.questions[name]["facts"])
        if named:
            parts.append("\n### Its quiz\n\n" + "".join(_lines(named, catalogue)))
    return "".join(parts)


def _once(keys: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(keys))


def _lines(keys: list[str], catalogue: Catalogue) -> Iterator[str]:
    if not keys:
        yield "No dated fact.\n"
    for key in keys:
        fact = catalogue.facts[key]
        source = fact["source"]
        name = f"[{source['name']}]({source['url']})" if source.get("url") else source["name"]
        yield f"- `{key}` {fact['en']} ({name}; {fact['confidence']}; verified on {fact['verified_on']})\n"
