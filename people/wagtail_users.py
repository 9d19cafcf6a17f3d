"""Wagtail without its pages of users and groups: people are managed under /people/, through actions, and nowhere else.

The application itself stays: an editor's own account page and the interface need it.
"""

from __future__ import annotations

from wagtail.admin.viewsets.base import ViewSet
from wagtail.users.apps import WagtailUsersAppConfig


class NoPages(ViewSet):
    """No address, no entry in the menu, nothing to search."""


class WagtailUsersConfig(WagtailUsersAppConfig):
    user_viewset = "people.wagtail_users.NoPages"
    group_viewset = "people.wagtail_users.NoPages"
