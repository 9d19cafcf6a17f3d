"""The demo people of the embedded mode: names and what each is for. Pure data."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext_noop as _

from people import roles

DEMO_PASSWORD = "demo-porte-voix"  # noqa: S105 - printed on the demo's own sign-in page


@dataclass(frozen=True)
class DemoPerson:
    """One named person of the demo: address, name, roles held, and what to try with it."""

    email: str
    first_name: str
    last_name: str
    what: str
    roles: tuple[str, ...] = ()


NAMED_PEOPLE = (
    DemoPerson("newcomer@demo.example", "Nora", "Novembre", _("joins, learns, signs, leaves")),
    DemoPerson("ambassador@demo.example", "Amal", "Berger", _("an ambassador with a signed charter")),
    DemoPerson("coach@demo.example", "Camille", "Roy", _("answers the queue"), (roles.COACH,)),
    DemoPerson("lead@demo.example", "Lucie", "Martin", _("lead coach"), (roles.COACH, roles.LEAD_COACH)),
    DemoPerson("manager@demo.example", "Marc", "Petit", _("programme manager"), (roles.PROGRAMME_MANAGER,)),
    DemoPerson("legal@demo.example", "Léa", "Garnier", _("legal: register of charters"), (roles.LEGAL,)),
    DemoPerson("hr@demo.example", "Hugo", "Renard", _("HR and legal: publishes the charter"), (roles.HR, roles.LEGAL)),
    DemoPerson("editor@demo.example", "Élise", "Fontaine", _("edits courses and news"), (roles.EDITOR,)),
    DemoPerson("admin@demo.example", "Ada", "Mercier", _("administrator"), (roles.ADMINISTRATOR,)),
    DemoPerson("linemanager@demo.example", "Louis", "Lambert", _("line manager of Nora: learns nothing by it")),
)
