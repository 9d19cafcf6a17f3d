"""The one list of platforms."""

from django.utils.translation import gettext_lazy as _

NETWORKS = {
    "linkedin": "LinkedIn",
    "x": "X",
    "facebook": "Facebook",
    "instagram": "Instagram",
    "tiktok": "TikTok",
    "youtube": "YouTube",
    "mastodon": "Mastodon",
    "bluesky": "Bluesky",
}
OTHER = ("other", _("Another network"))


def network_choices() -> list[tuple[str, object]]:
    """(key, name) of each platform, in the order people meet them."""
    return list(NETWORKS.items())


def network_choices_with_other() -> list[tuple[str, object]]:
    """The same, and "another network"."""
    return [*NETWORKS.items(), OTHER]
