from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LearningConfig(AppConfig):
    name = "learning"
    verbose_name = _("Learning")

    def ready(self) -> None:
        from core import notices, privacy, sweep

        from .clock import check_attempt_times
        from .notices import NOTICES
        from .privacy import HOLDINGS

        notices.register(*NOTICES)
        privacy.register(*HOLDINGS)
        sweep.register("learning.check_attempt_times", check_attempt_times)
