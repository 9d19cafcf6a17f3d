"""The question types: one file here is one type, and the module's name is its key."""

from core.registry import Registry

from ._base import QuestionType

REGISTRY: Registry[QuestionType] = Registry("learning.question_types", QuestionType)

__all__ = ["REGISTRY", "QuestionType"]
