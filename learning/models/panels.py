"""What editors are told while they edit the bank."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import Panel


class UsedInPanel(Panel):
    """Names the quizzes that a question stands in, before it is changed."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"heading": _("Where it is used"), **kwargs})

    class BoundPanel(Panel.BoundPanel):
        template_name = "learning/used_in_panel.html"

        def is_shown(self) -> bool:
            return bool(self.instance and self.instance.pk)

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            slots = self.instance.slots.order_by("quiz__title").select_related("quiz")
            quizzes = list({slot.quiz_id: slot.quiz for slot in slots}.values())
            return {**super().get_context_data(parent_context), "quizzes": quizzes}
