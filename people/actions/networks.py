"""The networks a person chooses to prepare for: theirs to add and to remove."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from core.errors import WrongState

from ..models import SocialAccount, User
from ..networks import NETWORKS


@transaction.atomic
def add_network(*, user: User, network: str) -> SocialAccount:
    """Choose a network; choosing it twice is choosing it once. Raises WrongState on an unknown one."""
    if network not in NETWORKS:
        raise WrongState(_("We do not know this network."))
    return SocialAccount.objects.get_or_create(user=user, network=network)[0]


@transaction.atomic
def remove_network(*, user: User, network: str) -> None:
    """Forget a chosen network; nothing happens when it was not chosen."""
    SocialAccount.objects.filter(user=user, network=network).delete()
