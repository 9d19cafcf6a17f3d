"""The public pages, what was loaded from files, and subjects that people suggest."""

from .catalogue import CatalogueEntry
from .pages import FAMILIES, HomePage, NewsIndexPage, NewsPage, StandardPage
from .suggestions import SubjectSuggestion

__all__ = [
    "FAMILIES",
    "CatalogueEntry",
    "HomePage",
    "NewsIndexPage",
    "NewsPage",
    "StandardPage",
    "SubjectSuggestion",
]
