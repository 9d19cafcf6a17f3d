"""News for the apps above, sent inside the sender's transaction."""

from django.dispatch import Signal

membership_joined = Signal()  # membership, by
membership_ended = Signal()  # membership, by
membership_resumed = Signal()  # membership, paused_at
