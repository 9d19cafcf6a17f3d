"""Every write of `home`: the catalogue, editors' rights, suggested subjects."""

from .catalogue import load_catalogue, load_pages
from .editors import grant_rights

__all__ = ["grant_rights", "load_catalogue", "load_pages"]
