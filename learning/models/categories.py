"""How the bank is put in order: categories, one for a question, and free tags for those who keep it."""

from __future__ import annotations

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from taggit.models import ItemBase, TagBase
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.search import index


class QuestionCategory(index.Indexed, models.Model):  # type: ignore[django-manager-missing]
    """What a question is about. Learners may see its name; files name it by `key`, which never changes."""

    key = models.SlugField(_("key"), max_length=80, unique=True, help_text=_("Files of questions name it by this."))
    name_fr = models.CharField(_("in French"), max_length=120)
    name_en = models.CharField(_("in English"), max_length=120)

    panels = [FieldPanel("key"), FieldRowPanel([FieldPanel("name_fr"), FieldPanel("name_en")])]
    search_fields = [index.SearchField("key"), index.SearchField("name_fr"), index.SearchField("name_en")]

    class Meta:
        ordering = ["key"]
        verbose_name = _("category of questions")
        verbose_name_plural = _("categories of questions")

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """In the reader's language."""
        return self.name_en if (get_language() or "").startswith("en") else self.name_fr


class QuestionTag(TagBase):
    """A free word on a question. Only those who keep the bank see it."""

    free_tagging = True

    class Meta:
        ordering = ["name"]
        verbose_name = _("tag of questions")
        verbose_name_plural = _("tags of questions")


class TaggedQuestion(ItemBase):
    """A tag on a question; its translations carry the same."""

    tag = models.ForeignKey(QuestionTag, on_delete=models.CASCADE, related_name="tagged_questions")
    content_object = ParentalKey("learning.Question", on_delete=models.CASCADE, related_name="tagged_items")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["tag", "content_object"], name="a_question_has_a_tag_once"),
        ]
