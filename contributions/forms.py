"""The forms in which readers send something in. Whatever was typed or uploaded survives an error elsewhere."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext_lazy as _

from subscribers.forms import AddressField, GuardedForm, WordingsField
from subscribers.models import Wording

from .models import Contribution, Picture
from .services import uploads
from .services.pictures import PictureRefused, megabytes, too_large
from .services.receiving import Letter
from .services.rooms import wording_for


class WrittenField(forms.CharField):
    """Text of several lines, counted as browsers count it: a line break is one character."""

    widget = forms.Textarea

    def to_python(self, value: Any) -> str:
        return str(super().to_python(value) or "").replace("\r\n", "\n").replace("\r", "\n").strip()

    def run_validators(self, value: Any) -> None:
        if self.max_length and len(value) > self.max_length:
            excess = len(value) - self.max_length
            raise ValidationError(
                ngettext("This is %(count)s character too long.", "This is %(count)s characters too long.", excess)
                % {"count": excess}
            )


class ContributionForm(GuardedForm):
    """What postcards and stories have in common.

    `client` is the IP address that the form came from, for the limits; `too_large` says that an upload was
    dropped on its way in.
    """

    kind: str

    name = forms.CharField(
        label=_("Your name, as it shall stand there (optional)"),
        help_text=_("In full, your first name, a pen name, or nothing at all."),
        max_length=80,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    place = forms.CharField(label=_("Where you write from (optional)"), max_length=80, required=False)
    email = AddressField(
        label=_("Your mail address"),
        help_text=_("For one mail with a link to confirm and one with our answer. It is not published."),
        max_length=254,
    )
    wordings = WordingsField(queryset=Wording.objects.none(), required=False)

    def __init__(self, *args: Any, client: str = "", too_large: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.client = client
        self.too_large = too_large
        self.kept_picture: Picture | None = None
        self.language = (get_language() or "de")[:2]
        self.wording = wording_for(self.language)
        asked = Wording.objects.filter(pk__in=[self.wording.pk] if self.wording else [])
        self.fields["wordings"].queryset = asked  # type: ignore[attr-defined]

    @property
    def agreed(self) -> bool:
        """Whether the box was ticked in what was sent; it never is when the page is fresh."""
        ticked = self.data.getlist("wordings") if self.is_bound else []  # type: ignore[attr-defined]
        return bool(self.wording) and str(self.wording.pk) in ticked  # type: ignore[union-attr]

    def clean_wordings(self) -> Wording:
        wording = self.cleaned_data["wordings"].first()
        if wording is None:
            raise ValidationError(
                _("Without your consent we may not publish anything. Please tick the box if you want that.")
            )
        return wording

    def contribution(self) -> Contribution:
        """What was typed so far, right or wrong and not saved: for the preview."""
        typed = {name: self._typed(name) for name in ("title", "text", "name", "place")}
        return Contribution(kind=self.kind, language=self.language, **typed)

    def _typed(self, name: str) -> str:
        """No more than the field takes: whatever is sent here is typeset and drawn, and asked no further."""
        longest = getattr(self.fields.get(name), "max_length", None) or 0
        return str(self.data.get(name, ""))[:longest].strip()

    def letter(self, path: str) -> Letter:
        data = self.cleaned_data
        return Letter(
            kind=self.kind,
            email=data["email"],
            text=data["text"],
            wording=data["wordings"],
            title=data.get("title", ""),
            name=data["name"],
            place=data["place"],
            picture=self.kept_picture,
            picture_alt=data.get("picture_alt", "") if self.kept_picture else "",
            language=self.language,
            form=path,
        )


class PostcardForm(ContributionForm):
    kind = Contribution.Kind.POSTCARD

    picture = forms.FileField(
        label=_("A picture (optional)"),
        required=False,
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp,image/avif"}),
    )
    kept = forms.CharField(required=False, widget=forms.HiddenInput)
    drop = forms.BooleanField(label=_("Send the card without this picture"), required=False)
    picture_alt = forms.CharField(
        label=_("What can be seen in the picture?"),
        help_text=_("One sentence for those who cannot see it."),
        max_length=255,
        required=False,
    )
    text = WrittenField(
        label=_("What you want to say"),
        max_length=280,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    field_order = ["picture", "kept", "drop", "picture_alt", "text", "name", "place", "email", "wordings"]

    def clean(self) -> dict[str, Any]:
        """The picture comes first: it is kept whatever is wrong elsewhere. Programs get nothing kept."""
        if not self.trapped:
            self._take_picture()
        if self.kept_picture and "picture_alt" not in self.errors and not self.cleaned_data.get("picture_alt"):
            self.add_error("picture_alt", _("Please say in one sentence what can be seen."))
        return super().clean()

    def _take_picture(self) -> None:
        token, upload = self.cleaned_data.get("kept"), self.cleaned_data.get("picture")
        if self.too_large:
            self.add_error("picture", too_large())
        elif upload:
            try:
                self.kept_picture = uploads.keep(upload.read(), self.client)
            except PictureRefused as refused:
                self.add_error("picture", str(refused))
        elif token and not self.cleaned_data.get("drop"):
            self.kept_picture = uploads.find(token)
            if self.kept_picture:
                uploads.keep_on(self.kept_picture)
            else:
                over = _("We keep a picture for an hour, and that is over. Please choose it again.")
                self.add_error("picture", over)

    @property
    def most_megabytes(self) -> int:
        return megabytes()

    @property
    def picture_token(self) -> str:
        """What the next form carries instead of the file, and the address of the picture until then."""
        return uploads.token_for(self.kept_picture) if self.kept_picture else ""


class StoryForm(ContributionForm):
    kind = Contribution.Kind.STORY

    title = forms.CharField(label=_("Headline"), max_length=120)
    text = WrittenField(
        label=_("Your story"),
        help_text=_("An empty line begins a new paragraph. Please leave out the names of third parties."),
        max_length=9000,
        widget=forms.Textarea(attrs={"rows": 16}),
    )
    field_order = ["title", "text", "name", "place", "email", "wordings"]
