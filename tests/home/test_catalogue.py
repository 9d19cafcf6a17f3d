"""Loading the pages: twice is once, an editor's work stays, and English survives later syncs."""

from __future__ import annotations

import json
import shutil

import pytest
import yaml
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.db.models.signals import post_save
from modelsearch.signal_handlers import post_save_signal_handler
from wagtail.models import GroupApprovalTask, GroupPagePermission, Page, ReferenceIndex, Revision, Site
from wagtail_localize.models import Translation, TranslationSource

from core.localization import NotParallel
from home import actions
from home.actions.catalogue_files import ROOT, news_fields, page_fields, read_pages
from home.actions.indexing import indexed_once
from home.models import CatalogueEntry, HomePage, NewsIndexPage, NewsPage, StandardPage
from tests.factories.people import UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.catalogue]
MODELS = {"pages/home": HomePage, "pages/news": NewsIndexPage, "pages/managers": StandardPage}


@pytest.fixture
def files(tmp_path):
    """A copy of the files; call it with a name, a language and new values to change one."""
    shutil.copytree(ROOT, tmp_path / "catalogue")

    def change(name: str, code: str, **values):
        path = tmp_path / "catalogue" / f"{name}.{code}.yaml"
        path.write_text(yaml.safe_dump({**yaml.safe_load(path.read_text()), **values}, allow_unicode=True))

    change.root = tmp_path / "catalogue"
    return change


def load(root) -> dict[str, str]:
    said: list[str] = []
    actions.load_pages(say=said.append, root=root)
    return dict(line.split(": ", 1) for line in said)


def home(code: str) -> HomePage:
    return HomePage.objects.get(locale__language_code=code)


def edit(page: Page, **values) -> None:
    for name, value in values.items():
        setattr(page, name, value)
    page.save_revision().publish()


# --- refusals -----------------------------------------------------------------------------------------------------
def test_a_page_without_its_other_language_is_refused(files):
    (files.root / "pages" / "managers.en.yaml").unlink()
    with pytest.raises(ValueError, match="other language"):
        read_pages("pages", files.root)


def test_two_keys_for_one_page_are_refused(files):
    files("pages/managers", "en", key="something-else")
    with pytest.raises(ValueError, match="different keys"):
        read_pages("pages", files.root)


def test_texts_that_are_not_parallel_are_refused_and_nothing_is_written(files):
    blocks = yaml.safe_load((ROOT / "pages" / "managers.en.yaml").read_text())["blocks"]
    files("pages/managers", "en", blocks=blocks[:-1])
    revisions = Revision.objects.count()
    with pytest.raises(NotParallel):
        load(files.root)
    assert Revision.objects.count() == revisions


# --- twice is once ------------------------------------------------------------------------------------------------
def test_a_second_load_does_nothing(files):
    before = Revision.objects.count(), Page.objects.count(), GroupPagePermission.objects.count()
    assert set(load(files.root).values()) == {"unchanged"}
    actions.grant_rights()
    assert (Revision.objects.count(), Page.objects.count(), GroupPagePermission.objects.count()) == before


def test_the_command_says_what_it_does_unless_told_to_be_silent(capsys):
    call_command("load_catalogue")
    assert "pages/home: unchanged" in capsys.readouterr().out
    call_command("load_catalogue", verbosity=0)
    assert capsys.readouterr().out == ""


def test_a_changed_file_updates_both_languages(files):
    files("pages/home", "fr", lead="Un chapeau nouveau.")
    files("pages/home", "en", lead="A new lead.")
    assert load(files.root)["pages/home"] == "updated"
    assert (home("fr").lead, home("en").lead) == ("Un chapeau nouveau.", "A new lead.")
    assert load(files.root)["pages/home"] == "unchanged"


def test_a_link_may_lead_elsewhere_in_the_other_language(files):
    for code, address in (("fr", "https://exemple.fr/a"), ("en", "https://example.com/b")):
        blocks = [{"type": "text", "html": f'<p>Lire <a href="{address}">ceci</a>.</p>'}]
        files("pages/managers", code, blocks=blocks)
    load(files.root)
    shown = {page.locale.language_code: str(page.body.raw_data[0]) for page in StandardPage.objects.all()}
    assert "https://exemple.fr/a" in shown["fr"]
    assert "https://example.com/b" in shown["en"]


# --- an editor's work stays ---------------------------------------------------------------------------------------
@pytest.mark.parametrize("code", ["fr", "en"])
def test_what_an_editor_changed_in_either_language_is_kept(files, code):
    edit(home(code), lead="Écrit par une éditrice.")
    files("pages/home", "fr", lead="Un chapeau nouveau.")
    assert load(files.root)["pages/home"] == "kept as an editor left it"
    assert home(code).lead == "Écrit par une éditrice."


def test_an_editors_draft_is_kept(files):
    page = home("fr")
    page.lead = "Un brouillon."
    page.save_revision()
    files("pages/home", "fr", lead="Un chapeau nouveau.")
    assert load(files.root)["pages/home"] == "kept as an editor left it"


def test_what_an_editor_removed_stays_removed(files):
    NewsPage.objects.get(slug="carnet-de-pannes").delete()
    files("news/breakdown-notebook", "fr", summary="Autre résumé.")
    assert load(files.root)["news/breakdown-notebook"] == "kept as an editor left it"
    assert not NewsPage.objects.filter(slug="carnet-de-pannes").exists()


def test_an_administrators_host_is_kept(files):
    Site.objects.update(hostname="ambassadeurs.example.com")
    files("pages/home", "fr", lead="Un chapeau nouveau.")
    load(files.root)
    assert Site.objects.get().hostname == "ambassadeurs.example.com"


# --- English through wagtail-localize -----------------------------------------------------------------------------
def test_after_one_french_sentence_changes_every_other_english_sentence_stays():
    before = home("en")
    edit(home("fr"), lead="Un chapeau nouveau.")
    source = TranslationSource.objects.get_for_instance(home("fr"))
    source.update_from_db()
    Translation.objects.get(source=source).save_target(publish=False)
    after = home("en").get_latest_revision_as_object()
    assert after.lead == "Un chapeau nouveau."
    assert after.title == before.title
    assert after.slug == before.slug
    assert json.loads(json.dumps(list(after.body.raw_data))) == json.loads(json.dumps(list(before.body.raw_data)))


def test_every_page_is_live_in_both_languages_as_its_files_say():
    for file in read_pages("pages") + read_pages("news"):
        entry = CatalogueEntry.objects.get(key=file.key)
        fields = news_fields if file.key.startswith("news/") else page_fields
        for code, text in file.text.items():
            model = MODELS.get(file.key, NewsPage)
            page = model.objects.live().get(translation_key=entry.translation_key, locale__language_code=code)
            stored = page.serializable_data()
            for name, value in fields(file.key, text).items():
                if name == "body":
                    assert json.loads(stored[name]) == json.loads(value)
                else:
                    assert str(stored[name]) == str(value)


def test_every_translation_is_complete():
    assert Translation.objects.exists()
    for translation in Translation.objects.all():
        done = translation.get_progress()
        assert done[0] == done[1], translation.source.object_repr


# --- rights and index ---------------------------------------------------------------------------------------------
def test_editors_and_administrators_enter_the_admin_and_nobody_else(client):
    for role in ("editor", "administrator"):
        client.force_login(UserFactory(roles=[role]))
        assert client.get("/cms/").status_code == 200
    client.force_login(UserFactory(roles=["coach", "lead_coach", "programme_manager", "legal", "hr"]))
    assert client.get("/cms/").status_code == 404


def test_editors_change_pages_but_not_the_companys_settings(client):
    page = home("fr")
    settings = "/cms/settings/people/companysettings/"
    client.force_login(UserFactory(roles=["editor"]))
    assert client.get(f"/cms/pages/{page.pk}/edit/").status_code == 200
    assert client.get(settings, follow=True).request["PATH_INFO"] == "/cms/"
    client.force_login(UserFactory(roles=["administrator"]))
    assert client.get(settings, follow=True).request["PATH_INFO"].startswith(settings)


def test_editors_have_no_right_on_people_or_on_the_root():
    rights = Group.objects.get(name="editor").permissions.exclude(codename__startswith="choose_")
    assert set(rights.values_list("content_type__app_label", flat=True)) == {
        "wagtailadmin",
        "wagtail_localize",
        "learning",
    }
    assert not GroupPagePermission.objects.filter(page__depth=1, group__name__in=["editor", "administrator"]).exists()


def test_a_page_is_approved_by_the_editors_of_this_house():
    assert not Group.objects.filter(name__in=["Editors", "Moderators"]).exists()
    assert [group.name for group in GroupApprovalTask.objects.get().groups.all()] == ["editor"]


def test_what_is_loaded_can_be_searched():
    assert [page.slug for page in NewsPage.objects.search("hypertrucages")] == [
        "ia-images-voix-generees-depuis-aout-2026"
    ]


def test_what_is_saved_meanwhile_is_indexed_on_leaving_and_signals_come_back():
    page = StandardPage.objects.get(locale__language_code="fr")
    with indexed_once():
        page.lead = "Xylophone"
        page.save()
        assert StandardPage.objects.search("Xylophone").count() == 0
    assert StandardPage.objects.search("Xylophone").count() == 1
    assert ReferenceIndex.is_indexed(StandardPage)
    assert any(post_save_signal_handler in live for live in [post_save._live_receivers(StandardPage)[0]])
