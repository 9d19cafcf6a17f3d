"""One file per type of clause."""

from core.registry import Registry

from ._base import AMBASSADOR, BOTH, COMPANY, ClauseType

CLAUSE_TYPES: Registry[ClauseType] = Registry("charter.clause_types", ClauseType)

__all__ = ["AMBASSADOR", "BOTH", "CLAUSE_TYPES", "COMPANY", "ClauseType"]
