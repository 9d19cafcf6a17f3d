"""Requests and their conversations."""

from .conversation import EVENTS, Message, RequestLink
from .requests import CoachingRequest

__all__ = ["EVENTS", "CoachingRequest", "Message", "RequestLink"]
