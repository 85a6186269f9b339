from collections.abc import Iterable
from typing import Self

from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.text import slugify
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.search import index

from editorial.marks.genome import Grain, grain

UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue"})


def german_slug(text: str) -> str:
    """A slug that keeps umlauts readable: «Kündigung» becomes «kuendigung»."""
    return slugify(text.translate(UMLAUTS))


def in_language(german: str, english: str) -> str:
    """The text in the language of the page or letter being written; German where there is no English."""
    return (english if (get_language() or "de").startswith("en") else "") or german


class TopicQuerySet(models.QuerySet["Topic"]):
    def approved(self) -> Self:
        return self.filter(state=Topic.State.APPROVED)

    def vocabulary(self) -> dict[str, "Topic"]:
        """Every label and synonym, case-folded, to its topic; labels win over synonyms."""
        words: dict[str, Topic] = {}
        topics = list(self)
        for topic in topics:
            words.update({synonym.casefold(): topic for synonym in topic.synonym_list})
        for topic in topics:
            words.update({label.casefold(): topic for label in (topic.label_de, topic.label_en) if label})
        return words


class Topic(index.Indexed, models.Model):
    """One entry of the controlled vocabulary: what content is about and what readers are interested in."""

    class State(models.TextChoices):
        PROPOSED = "proposed", _("Proposed")
        APPROVED = "approved", _("Approved")

    slug = models.SlugField(_("slug"), max_length=80, unique=True, blank=True)
    label_de = models.CharField(_("label (German)"), max_length=80, unique=True)
    label_en = models.CharField(_("label (English)"), max_length=80, blank=True)
    synonyms = models.TextField(
        _("synonyms"), blank=True, help_text=_("One a line. Imports and search understand them, too.")
    )
    description = models.TextField(_("description"), blank=True)
    description_en = models.TextField(_("description (English)"), blank=True)
    parent = models.ForeignKey(
        "self",
        verbose_name=_("broader topic"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="children",
    )
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.APPROVED)
    mark_seed = models.PositiveIntegerField(
        _("mark"), default=0, help_text=_("Another number draws another pollen grain for this topic.")
    )

    objects = TopicQuerySet.as_manager()

    search_fields = [
        index.SearchField("label_de"),
        index.SearchField("label_en"),
        index.SearchField("synonyms"),
        index.AutocompleteField("label_de"),
        index.FilterField("state"),
    ]

    class Meta:
        verbose_name = _("topic")
        verbose_name_plural = _("topics")
        ordering = ["label_de"]

    def __str__(self) -> str:
        return self.label

    def save(self, *args, **kwargs) -> None:  # type: ignore[no-untyped-def]
        self.slug = self.slug or german_slug(self.label_de)
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return reverse("topic", args=[self.slug])

    def clean(self) -> None:
        ancestor = self.parent
        while ancestor is not None:
            if ancestor.pk == self.pk:
                raise ValidationError({"parent": _("A topic cannot stand below itself.")})
            ancestor = ancestor.parent

    @property
    def label(self) -> str:
        """The label in the language of the page or letter being written."""
        return in_language(self.label_de, self.label_en)

    @property
    def shown_description(self) -> str:
        return in_language(self.description, self.description_en)

    @property
    def synonym_list(self) -> Iterable[str]:
        return [line.strip() for line in self.synonyms.splitlines() if line.strip()]

    @cached_property
    def grain(self) -> Grain:
        """The drawn mark of this topic."""
        return grain(self.slug, self.mark_seed)
