"""Wordings in the admin: written, looked at as readers see them, published, and from then on superseded only."""

from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db.models import Max
from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.ui.tables import BooleanColumn, Column
from wagtail.admin.views.generic import CreateView, EditView, IndexView, InspectView
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.admin.widgets.button import HeaderButton

from subscribers.models import PermissionAsk, Wording
from subscribers.services import permission
from subscribers.views.wordings import ask_readers, preview

from .evidence import shown_moment
from .thrifty import ThriftyList


class WordingForm(WagtailAdminModelForm):
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
    publish = forms.BooleanField(
        label=_("Publish"),
        required=False,
        help_text=_(
            "From then on the forms show it, and it can no longer be changed. Old consents do not cover it."
        ),
    )

    class Meta:
        model = Wording
        fields = ["purpose", "language", "text", "yes_means", "no_means"]

    def save(self, commit: bool = True) -> Wording:
        wording: Wording = self.instance
        if not wording.pk:
            earlier = Wording.objects.filter(purpose=wording.purpose, language=wording.language)
            wording.version = (earlier.aggregate(last=Max("version"))["last"] or 0) + 1
            wording.published_at = None
        if self.cleaned_data["publish"]:
            wording.published_at = timezone.now()
        return super().save(commit)


class WordingIndexView(ThriftyList, IndexView):
    def get_edit_url(self, instance: Wording) -> str | None:
        return None if instance.published_at else super().get_edit_url(instance)


class LookAtItNext:
    """After saving one sees the form as readers will see it."""

    object: Wording

    def get_success_url(self) -> str:
        return reverse("wordings:inspect", args=[self.object.pk])

    def get_success_buttons(self) -> list[Any]:
        """What is published is not edited: no button that would be refused."""
        return [] if self.object.published_at else list(super().get_success_buttons())  # type: ignore[misc]


class WordingEditView(LookAtItNext, EditView):
    def get_object(self, queryset: Any = None) -> Wording:
        wording: Wording = super().get_object(queryset)
        if wording.published_at:
            raise PermissionDenied
        return wording


class WordingCreateView(LookAtItNext, CreateView):
    """`?after=<id>` begins with the text that is to be superseded."""

    page_title = _("New version")
    request: HttpRequest

    def get_initial(self) -> dict[str, Any]:
        number = self.request.GET.get("after", "")
        before = Wording.objects.filter(pk=number).first() if number.isascii() and number.isdigit() else None
        if before is None:
            return dict(super().get_initial())
        return {name: getattr(before, name) for name in ("purpose", "language", "text", "yes_means", "no_means")}


class WordingInspectView(InspectView):
    page_title = _("Wording")

    def get_published_at_display_value(self) -> str:
        return shown_moment(self.object.published_at) if self.object.published_at else gettext("draft")

    def get_edit_url(self) -> str | None:
        return None if self.object.published_at else super().get_edit_url()

    @property
    def header_buttons(self) -> list[HeaderButton]:
        if not self.object.published_at or not self.user_has_permission("add"):
            return list(super().header_buttons)
        url = f"{reverse('wordings:add')}?after={self.object.pk}"
        return [HeaderButton(label=gettext("Write the next version"), url=url, icon_name="edit")]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        wording: Wording = self.object
        asks = PermissionAsk.objects.filter(campaign__wording=wording)
        return super().get_context_data(
            in_force=permission.in_force(wording),
            may_ask=self.user_has_permission("add"),
            here=wording.states.standing().count(),
            older=permission.older_consents(wording).count(),
            to_ask=permission.to_be_asked(wording).count(),
            asked=asks.count(),
            mailed=asks.exclude(mailed_at=None).count(),
            agreed=asks.exclude(agreed_at=None).count(),
            **kwargs,
        )


def _language_of(wording: Wording) -> str:
    return dict(settings.LANGUAGES).get(wording.language, wording.language)


class WordingViewSet(ModelViewSet):
    model = Wording
    name = "wordings"
    icon = "form"
    menu_label = _("Wordings")
    inspect_view_enabled = True
    copy_view_enabled = False
    add_view_class = WordingCreateView
    edit_view_class = WordingEditView
    index_view_class = WordingIndexView
    inspect_view_class = WordingInspectView
    inspect_template_name = "subscribers/admin/wording_inspect.html"
    inspect_view_fields = ["purpose", "language", "version", "published_at"]
    list_display = [
        "__str__",
        "purpose",
        Column("language", label=_("Language"), accessor=_language_of, sort_key="language"),
        "version",
        BooleanColumn("published", label=_("Published"), accessor=lambda wording: bool(wording.published_at)),
    ]
    list_filter = ["purpose", "language"]

    def get_form_class(self, for_update: bool = False) -> type[forms.ModelForm]:
        return WordingForm

    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            *super().get_urlpatterns(),
            path("preview/<int:pk>/", preview, name="preview"),
            path("ask/<int:pk>/", ask_readers, name="ask"),
        ]
