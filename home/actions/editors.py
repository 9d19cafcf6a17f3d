"""Rights in Wagtail's own admin, which only editors and administrators enter."""

from __future__ import annotations

from django.apps import apps
from django.contrib.auth.models import Group, Permission
from wagtail.models import Collection, GroupApprovalTask, GroupCollectionPermission, GroupPagePermission

from people import roles

from ..models import HomePage

PAGE_RIGHTS = ("add_page", "change_page", "publish_page", "lock_page", "unlock_page")
FILE_APPS = ("wagtailimages", "wagtaildocs", "wagtailmedia")
FILE_RIGHTS = tuple(f"{act}_{kind}" for act in ("add", "change", "choose") for kind in ("image", "document", "media"))
SNIPPETS = tuple(
    f"learning.{name}" for name in ("Question", "Quiz", "Fact", "QuestionCategory", "LearningPath", "KeyMessage")
)
SNIPPET_RIGHTS = ("add", "change", "publish", "view")
EDITOR_RIGHTS = (("wagtailadmin", "access_admin"), ("wagtail_localize", "submit_translation"))
WAGTAIL_GROUPS = ("Editors", "Moderators")
DIRECTORY = ("entity", "cohort", "workcalendar")
ADMINISTRATOR_RIGHTS = (
    ("people", "change_companysettings"),
    *(("people", f"{right}_{model}") for model in DIRECTORY for right in ("add", "change", "view")),
)


def grant_rights() -> None:
    """Give editors and administrators what they work with. Idempotent; what an administrator added is left."""
    for name in (roles.EDITOR, roles.ADMINISTRATOR):
        group = Group.objects.get(name=name)
        group.permissions.add(*_permissions(*EDITOR_RIGHTS), *_snippet_permissions())
        _grant_pages(group)
        _grant_files(group)
    Group.objects.get(name=roles.ADMINISTRATOR).permissions.add(*_permissions(*ADMINISTRATOR_RIGHTS))
    _retire_wagtail_groups()


def _retire_wagtail_groups() -> None:
    """Wagtail makes two groups of its own; the roles of `people` take their place, approval of a page included."""
    retired = Group.objects.filter(name__in=WAGTAIL_GROUPS, user__isnull=True)
    for task in GroupApprovalTask.objects.filter(groups__in=retired).distinct():
        task.groups.add(Group.objects.get(name=roles.EDITOR))
    retired.delete()


def _permissions(*names: tuple[str, str]) -> list[Permission]:
    return [
        Permission.objects.get(content_type__app_label=app_label, codename=codename) for app_label, codename in names
    ]


def _snippet_permissions() -> list[Permission]:
    """Of the snippets that are installed; only those with drafts have a right to publish."""
    names = []
    for label in SNIPPETS:
        app_label, model_name = label.split(".")
        if model_name.lower() in apps.get_app_config(app_label).models:
            names += [(app_label, f"{right}_{model_name.lower()}") for right in SNIPPET_RIGHTS]
    return [p for name in names for p in Permission.objects.filter(content_type__app_label=name[0], codename=name[1])]


def _grant_pages(group: Group) -> None:
    """On each language's home page: the root above them is nobody's to add to."""
    rights = Permission.objects.filter(content_type__app_label="wagtailcore", codename__in=PAGE_RIGHTS)
    for page in HomePage.objects.all():
        for right in rights:
            GroupPagePermission.objects.get_or_create(group=group, page=page, permission=right)


def _grant_files(group: Group) -> None:
    root = Collection.get_first_root_node()
    rights = Permission.objects.filter(content_type__app_label__in=FILE_APPS, codename__in=FILE_RIGHTS)
    for right in rights:
        GroupCollectionPermission.objects.get_or_create(group=group, collection=root, permission=right)
