"""Every write of `home`: the catalogue, editors' rights, suggested subjects."""

from .catalogue import load_catalogue, load_pages
from .editors import grant_rights
from .suggestions import answer_suggestion, suggest_subject

__all__ = ["answer_suggestion", "grant_rights", "load_catalogue", "load_pages", "suggest_subject"]
