"""What only the company can fill in, and that lessons and pages show."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError

CLOSED_PERIODS, NETWORKS_NOT_ALLOWED = "closed_periods", "networks_not_allowed"
COMPANY_PARTS = {
    "programme_contact": _("programme contact"),
    "alert_contact": _("whom to tell of pressure"),
    "dpo_contact": _("data protection officer"),
    "mediation_contact": _("mediation"),
    "press_contact": _("press office"),
    "it_security_contact": _("IT security"),
    "communications_contact": _("communications"),
    "crisis_duty_contact": _("who answers a crisis"),
    CLOSED_PERIODS: _("closed periods"),
    NETWORKS_NOT_ALLOWED: _("networks not allowed here"),
}


def company_part_choices() -> list[tuple[str, object]]:
    """(name of the setting, its label)."""
    return list(COMPANY_PARTS.items())


class ClosedPeriodBlock(blocks.StructBlock):
    """Days when nobody speaks about results or plans; both ends count."""

    name = blocks.CharBlock(label=_("What it is about"), max_length=120)
    starts_on = blocks.DateBlock(label=_("first day"))
    ends_on = blocks.DateBlock(label=_("last day"))

    class Meta:
        icon = "calendar"
        label = _("Closed period")
        label_format = "{name}"

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        if cleaned["ends_on"] < cleaned["starts_on"]:
            error = ValidationError(gettext("The last day comes before the first."))
            raise StructBlockValidationError({"ends_on": error})
        return cleaned
