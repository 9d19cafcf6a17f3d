from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class HomeConfig(AppConfig):
    name = "home"
    verbose_name = _("Home")

    def ready(self) -> None:
        from core import notices, privacy

        from .notices import LeavingReceipt, SuggestionAnswered, SuggestionReceived
        from .privacy import HOLDINGS

        notices.register(LeavingReceipt, SuggestionAnswered, SuggestionReceived)
        privacy.register(*HOLDINGS)
