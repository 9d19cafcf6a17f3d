from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CoachingConfig(AppConfig):
    name = "coaching"
    verbose_name = _("Coaching")

    def ready(self) -> None:
        from core import notices, privacy, sweep
        from people.signals import membership_ended

        from .clock import close_resolved
        from .notices import NOTICES
        from .privacy import HOLDINGS
        from .receivers import end_progress_requests

        notices.register(*NOTICES)
        privacy.register(*HOLDINGS)
        sweep.register("coaching.close_resolved", close_resolved)
        membership_ended.connect(end_progress_requests, dispatch_uid="coaching.end_progress_requests")
