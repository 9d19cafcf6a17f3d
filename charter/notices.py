"""Messages about the charter. Links lead to a page that asks to sign in; no file is ever attached."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from core.dates import date_format
from core.notices import Message, Notice, Reader
from people import roles

from . import states
from .models import Agreement, CharterVersion


def _own(reader: Reader, payload: dict[str, Any]) -> Agreement | None:
    rows = Agreement.objects.select_related("version", "sealed_file")
    return rows.filter(pk=payload["agreement_id"], user=reader.user).first()


def _moment(at: Any) -> str:
    return date_format(timezone.localtime(at), "j F Y, H:i T")


class CharterSigned(Notice):
    """The receipt of the act itself, before the file exists."""

    key = "charter.signed"

    def may_receive(self, reader: Reader, payload: dict[str, Any]) -> bool:
        return _own(reader, payload) is not None

    def message(self, reader: Reader, payload: dict[str, Any]) -> Message:
        agreement = _own(reader, payload)
        assert agreement is not None  # noqa: S101 - may_receive has just said so
        values = {
            "n": agreement.version.n,
            "reference": agreement.reference,
            "when": _moment(agreement.signed_at),
        }
        return Message(
            subject=_("You signed the ambassador charter: %(reference)s") % values,
            paragraphs=[
                _("You signed version %(n)s of the charter on %(when)s. Its reference is %(reference)s.") % values,
                _("The signed file is being prepared and sealed. You will receive a message when you can download it."),
                _("You can withdraw at any time, without giving a reason, from “My journey”."),
            ],
            action_label=_("Open the charter page"),
            action_path=reverse("charter:charter_detail"),
        )


class CharterInForce(Notice):
    """The receipt of the file: its fingerprint, and where to fetch it. Goes to who has withdrawn meanwhile, too."""

    key = "charter.in_force"
    needs_active_account = False

    def may_receive(self, reader: Reader, payload: dict[str, Any]) -> bool:
        agreement = _own(reader, payload)
        return agreement is not None and agreement.is_sealed

    def message(self, reader: Reader, payload: dict[str, Any]) -> Message:
        agreement = _own(reader, payload)
        assert agreement is not None  # noqa: S101 - may_receive has just said so
        in_force = agreement.state == states.ACTIVE
        values = {"reference": agreement.reference, "sha256": agreement.sealed_file.sha256}
        return Message(
            subject=_("Your signed charter is ready: %(reference)s") % values,
            paragraphs=[
                _("Your charter is in force, and the company is bound by it as you are.")
                if in_force
                else _("You have withdrawn meanwhile; the file remains yours."),
                _("The file has the company’s electronic seal. Its SHA-256 fingerprint is %(sha256)s.") % values,
                _(
                    "Keep this message: with it you can check your copy at any time, on the page “Verify a charter” too."
                ),
            ],
            action_label=_("Download the signed charter"),
            action_path=reverse("charter:charter_download", args=[agreement.reference]),
        )


class CharterWithdrawn(Notice):
    """The receipt of a withdrawal, or of an end, and of the participation that ended with it. Needs no active account."""

    key = "charter.withdrawn"
    needs_active_account = False

    def may_receive(self, reader: Reader, payload: dict[str, Any]) -> bool:
        agreement = _own(reader, payload)
        return agreement is not None and not agreement.is_open

    def message(self, reader: Reader, payload: dict[str, Any]) -> Message:
        agreement = _own(reader, payload)
        assert agreement is not None  # noqa: S101 - may_receive has just said so
        values = {"reference": agreement.reference, "when": _moment(agreement.ended_at)}
        withdrawn = agreement.state == states.WITHDRAWN
        stays_open = _(
            "The public pages, the courses and help in a crisis stay open to you, and you may come back later "
            "on the same terms as anybody else."
        )
        return Message(
            subject=_("Your charter has ended: %(reference)s") % values,
            paragraphs=[
                _("You withdrew from the charter %(reference)s on %(when)s, with effect at once.") % values
                if withdrawn
                else _("The charter %(reference)s ended on %(when)s.") % values,
                _(
                    "Your participation in the programme ended with it. This has no consequence on your pay, your "
                    "appraisal or your career."
                ),
                _(
                    "Your accounts, your contacts and your past posts stay yours; nothing has to be deleted. "
                    "Nobody may ask you why."
                ),
                _(
                    "The signed file remains available to you. The company keeps its copy for five years, as article 22 says."
                ),
                *([stays_open] if withdrawn else []),
            ],
            action_label=_("Open the charter page"),
            action_path=reverse("charter:charter_detail"),
        )


class CharterNewVersion(Notice):
    """For information, to those bound by an earlier version: theirs stays the one that binds. It is not the notification
    of a material change (article 20), and says that it starts no time limit."""

    key = "charter.new_version"
    waits_for_working_hours = True

    def may_receive(self, reader: Reader, payload: dict[str, Any]) -> bool:
        """Not to who has left or signed since, and of several new versions only of the last."""
        version = CharterVersion.objects.current()
        if version is None or version.pk != payload["version_id"]:
            return False
        return Agreement.objects.open().filter(user=reader.user, version__n__lt=version.n).exists()

    def message(self, reader: Reader, payload: dict[str, Any]) -> Message:
        version = CharterVersion.objects.get(pk=payload["version_id"])
        agreement = Agreement.objects.open().select_related("version").get(user=reader.user)
        values = {
            "n": version.n,
            "when": _moment(version.published_at),
            "reference": agreement.reference,
            "signed": agreement.version.n,
        }
        return Message(
            subject=_("The ambassador charter has a new version: version %(n)s") % values,
            paragraphs=[
                _("Version %(n)s of the charter was published on %(when)s.") % values,
                _(
                    "The charter you signed (%(reference)s, version %(signed)s) stays valid: it binds you and the company "
                    "as before, as long as you have not signed another version."
                )
                % values,
                _(
                    "This message is for information. Nothing is asked of you, and it starts no time limit. If a change "
                    "calls for a new signature, the company writes to you separately and shows you what changes "
                    "(article 20)."
                ),
            ],
            action_label=_("Open the charter page"),
            action_path=reverse("charter:charter_detail"),
        )


class SealLate(Notice):
    """A file has waited for its seal for more than an hour: to legal and the administrators, once."""

    key = "charter.seal_late"

    def may_receive(self, reader: Reader, payload: dict[str, Any]) -> bool:
        waiting = Agreement.objects.filter(pk=payload["agreement_id"]).exclude(seal_state=states.SEALED)
        return reader.user.has_role(roles.LEGAL, roles.ADMINISTRATOR) and waiting.exists()

    def message(self, reader: Reader, payload: dict[str, Any]) -> Message:
        values = {"reference": Agreement.objects.get(pk=payload["agreement_id"]).reference}
        return Message(
            subject=_("A signed charter waits for its seal: %(reference)s") % values,
            paragraphs=[
                _("The file of %(reference)s could not be sealed for more than an hour. The signature is safe.")
                % values,
                _("Check the seal’s key, its certificate and the worker; the seal is tried again by itself."),
            ],
            action_label=_("Open the register"),
            action_path=reverse("charter:register"),
        )
