"""What was published: a version, and its text in each language. Written once, at publication; the database refuses
every later change (migration 0002)."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

TEMPLATE_KEY = "ambassador-charter"


class VersionQuerySet(models.QuerySet["CharterVersion"]):
    def visible_to(self, user: Any) -> VersionQuerySet:
        """The published charter is read by everybody who signs in: it binds the company towards all."""
        return self.all() if user.is_authenticated else self.none()

    def current(self, template: str = TEMPLATE_KEY) -> CharterVersion | None:
        """The version that may be signed today: the latest published."""
        return self.filter(template=template).order_by("-n").first()


class CharterVersion(models.Model):
    """Version n of a charter. Its publication is the company's standing signature (SignatureAct, party company)."""

    template = models.SlugField(max_length=60, default=TEMPLATE_KEY)
    n = models.PositiveIntegerField(_("version"))
    published_at = models.DateTimeField(default=timezone.now)
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    publisher_name = models.CharField(max_length=200)
    publisher_capacity = models.CharField(max_length=120)
    company = models.JSONField()

    objects = VersionQuerySet.as_manager()

    class Meta:
        ordering = ["template", "-n"]
        verbose_name = _("charter version")
        verbose_name_plural = _("charter versions")
        constraints = [
            models.UniqueConstraint(fields=["template", "n"], name="a_version_number_is_given_once"),
            models.CheckConstraint(condition=models.Q(n__gte=1), name="versions_are_counted_from_one"),
        ]

    def __str__(self) -> str:
        return f"{self.template} {self.n}"

    def text_in(self, language: str) -> VersionText:
        """The text in a language; the French one, which is authoritative, when there is none in that language."""
        texts = {text.language: text for text in self.texts.all()}
        return texts.get(language) or texts["fr"]


class VersionText(models.Model):
    """The text of a version in one language. `html` is what the page and the PDF show, to the letter."""

    version = models.ForeignKey(CharterVersion, on_delete=models.PROTECT, related_name="texts")
    language = models.CharField(max_length=5, choices=settings.LANGUAGES)
    clauses = models.JSONField()
    html = models.TextField()
    source_sha256 = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["version", "language"], name="a_version_has_one_text_a_language"),
        ]

    def __str__(self) -> str:
        return f"{self.version_id} {self.language}"
