"""News for the apps above, sent inside the sender's transaction."""

from django.dispatch import Signal

course_completed = Signal()  # user, course_key
