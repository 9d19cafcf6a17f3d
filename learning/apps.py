from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LearningConfig(AppConfig):
    name = "learning"
    verbose_name = _("Learning")

    def ready(self) -> None:
        from django.db.models.signals import post_save

        from core import notices, privacy, sweep
        from people.models import User
        from people.signals import membership_ended, membership_resumed

        from . import clock, receivers
        from .notices import NOTICES
        from .privacy import HOLDINGS

        notices.register(*NOTICES)
        privacy.register(*HOLDINGS)
        for name in (
            "check_attempt_times",
            "wake_regrades",
            "apply_rules",
            "send_reminders",
            "follow_certificates",
            "make_certificates",
            "ask_again",
        ):
            sweep.register(f"learning.{name}", getattr(clock, name))
        sweep.register("learning.drop_old_pending", clock.drop_old_pending)
        post_save.connect(receivers.receive_pending, sender=User, dispatch_uid="learning.receive_pending")
        membership_ended.connect(receivers.end_suggestions, dispatch_uid="learning.end_suggestions")
        membership_resumed.connect(receivers.move_due_dates, dispatch_uid="learning.move_due_dates")
