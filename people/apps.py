from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PeopleConfig(AppConfig):
    name = "people"
    verbose_name = _("People")

    def ready(self) -> None:
        from core import notices, privacy, sweep

        from .clock import resume_ended_pauses
        from .notices import MembershipJoined
        from .privacy import HOLDINGS
        from .queries import reader

        notices.set_reader(reader)
        notices.register(MembershipJoined)
        privacy.register(*HOLDINGS)
        sweep.register("people.resume_ended_pauses", resume_ended_pauses)
