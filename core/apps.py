from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "core"

    def ready(self) -> None:
        from . import sweep
        from .delivery import deliver_due

        sweep.register("core.deliver_due", deliver_due)
