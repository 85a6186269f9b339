"""The form of an episode: the next number is proposed, and a WebVTT file may bring the transcript."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from .numbering import NumberedForm
from .transcript import NoTranscript, read_vtt


class EpisodeForm(NumberedForm):
    transcript_file = forms.FileField(
        label=_("Transcript from a file"),
        required=False,
        help_text=_("WebVTT (.vtt). When the page is saved, its turns take the place of those below."),
        widget=forms.FileInput(attrs={"accept": ".vtt,text/vtt"}),
    )

    def clean_transcript_file(self) -> list[dict[str, Any]] | None:
        """The raw turns of the file."""
        file = self.cleaned_data.get("transcript_file")
        if not file:
            return None
        try:
            return read_vtt(file.read())
        except NoTranscript:
            raise ValidationError(
                _("This is no WebVTT file with words in it; it must begin with “WEBVTT”.")
            ) from None

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if turns := cleaned.get("transcript_file"):
            block = self.fields["transcript"].block if "transcript" in self.fields else None
            if block is not None:
                cleaned["transcript"] = block.to_python(turns)
        return cleaned
