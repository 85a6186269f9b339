"""Forms of the admin for what has a name and an address made of it."""

from typing import Any

from django.utils.translation import gettext as _
from wagtail.admin.forms import WagtailAdminModelForm

from editorial.models.topic import german_slug
from editorial.services import naming


class AddressForm(WagtailAdminModelForm):
    """Makes the slug of the first of these fields that the form has, and says so if another entry has it."""

    NAMES = ("label_de", "name")

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        name = next((cleaned[field] for field in self.NAMES if field in cleaned), "")
        if name and "slug" in cleaned:
            cleaned["slug"] = cleaned["slug"] or german_slug(name)
            self.check_slug(cleaned["slug"])
        return cleaned

    def check_slug(self, slug: str) -> None:
        others = type(self.instance)._default_manager.exclude(pk=self.instance.pk)
        if not slug:
            self.add_error("slug", _("Please give an address; this name yields none."))
        elif other := others.filter(slug=slug).first():
            self.add_error("slug", _("“%(other)s” has this address already.") % {"other": other})


class TopicForm(AddressForm):
    """Sees to it that no word leads to two topics."""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        labels = [cleaned.get(name, "") for name in ("label_de", "label_en")]
        synonyms = naming.cleaned(cleaned.get("synonyms", ""), *filter(None, labels))
        cleaned["synonyms"] = "\n".join(synonyms)
        for field, names in {"label_de": labels[:1], "label_en": labels[1:], "synonyms": synonyms}.items():
            for name, topic in naming.taken(names, self.instance):
                said = {"name": name, "topic": topic}
                self.add_error(field, _("“%(name)s” leads to the topic “%(topic)s” already.") % said)
        return cleaned
