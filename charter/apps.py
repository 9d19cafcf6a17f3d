from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CharterConfig(AppConfig):
    name = "charter"
    verbose_name = _("Charter")

    def ready(self) -> None:
        from core import notices, privacy, sweep

        from . import checks, receivers  # noqa: F401
        from .actions import seal_due
        from .notices import CharterInForce, CharterNewVersion, CharterSigned, CharterWithdrawn, SealLate
        from .privacy import HOLDINGS

        notices.register(CharterSigned, CharterInForce, CharterNewVersion, CharterWithdrawn, SealLate)
        privacy.register(*HOLDINGS)
        sweep.register("charter.seal_due", seal_due)
