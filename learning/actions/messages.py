"""Retiring a key message: it is told no longer, and who was taught it may be offered three questions."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Locale

from core import audit
from core.delivery import send_notice
from core.errors import WrongState
from core.localization import load_translation
from people.models import User

from .. import queries
from ..models import KeyMessage, Question, Refresher
from ..models.messages import QUESTIONS_OF_A_REFRESHER
from ..permissions import check_edit_messages
from . import catalogue_files as files


@transaction.atomic
def load_example_messages() -> int:
    """Make the fictitious messages of the demo, in both languages; those that are there are left. Out: how many are new.

    English goes through wagtail-localize, as everything of the catalogue.
    """
    made = 0
    source, target = (Locale.objects.get_or_create(language_code=code)[0] for code in files.LANGUAGES)
    for example in files.read(files.ROOT / "key_messages" / "examples.yaml"):
        key = files.fixed_id(f"key_messages/{example['key']}")
        if KeyMessage.objects.filter(translation_key=key).exists():
            continue
        common = {
            "owner": example["owner"],
            "source_name": example["source"]["name"],
            "source_url": example["source"]["url"],
            "valid_from": example["valid_from"],
            "valid_to": example["valid_to"],
        }
        message = KeyMessage(**example["fr"], **common, translation_key=key, locale=source)
        message.save()
        message.save_revision().publish()
        load_translation(message, KeyMessage(**example["en"], **common, locale=target), locale=target)
        made += 1
    return made


@transaction.atomic
def retire_message(*, message: KeyMessage, questions: Sequence[Question], by: User) -> int:
    """Retire a message in both languages, and offer a refresher to those who were taught it.

    In: three questions on what holds now, or none for no refresher. Out: how many people were offered it. Raises
    NotAllowed for others than editors and administrators, WrongState when it is retired already or the questions are
    not three.
    """
    check_edit_messages(by)
    if questions and len(questions) != QUESTIONS_OF_A_REFRESHER:
        raise WrongState(_("A refresher has three questions: choose three, or none."))
    taught = queries.people_taught(queries.usage_of(message)) if questions else []
    twins = KeyMessage.objects.filter(translation_key=message.translation_key, retired_at__isnull=True)
    if not twins.update(retired_at=timezone.now(), live=False):
        raise WrongState(_("This message is retired already."))
    keys = [str(question.translation_key) for question in questions]
    for person in taught:
        _offer(message, keys, person)
    audit.record("learning.key_message.retire", message, by)
    return len(taught)


def _offer(message: KeyMessage, question_keys: list[str], person: User) -> None:
    refresher, created = Refresher.objects.get_or_create(
        user=person, message_key=message.translation_key, defaults={"question_keys": question_keys}
    )
    if created:
        event = f"learning.refresher:{refresher.pk}"
        send_notice("learning.refresher_offered", to=person, event=event, refresher_id=str(refresher.pk))


@transaction.atomic
def finish_refresher(*, refresher: Refresher, by: User) -> None:
    """Note that the learner has answered the questions; not what they answered. Once. Raises WrongState for others."""
    own = Refresher.objects.visible_to(by).filter(pk=refresher.pk)
    own.filter(state=Refresher.OFFERED).update(state=Refresher.DONE, done_at=timezone.now())
    if not own.exists():
        raise WrongState(_("This refresher is not yours."))
