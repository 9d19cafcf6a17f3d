"""The roles, as names of groups. Ambassador is a membership state and line manager a relation: neither is here."""

from django.utils.translation import gettext_lazy as _

COACH = "coach"
LEAD_COACH = "lead_coach"
PROGRAMME_MANAGER = "programme_manager"
LEGAL = "legal"
HR = "hr"
EDITOR = "editor"
ADMINISTRATOR = "administrator"

ROLES = {
    COACH: _("Coach"),
    LEAD_COACH: _("Lead coach"),
    PROGRAMME_MANAGER: _("Programme manager"),
    LEGAL: _("Legal"),
    HR: _("HR"),
    EDITOR: _("Editor"),
    ADMINISTRATOR: _("Administrator"),
}
