"""The forms of an import: the file, and what its columns are."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from subscribers.importing import storing
from subscribers.importing.formats import Field
from subscribers.importing.mapping import WrongMapping, checked
from subscribers.importing.rows import LONGEST_SOURCE, LONGEST_WORDING
from subscribers.importing.states import State
from subscribers.models import ImportRun, Purpose, Subscriber, Wording

_OTHERS = [
    (int(State.SUBSCRIBED), gettext_lazy("are subscribed there")),
    (int(State.LEFT), gettext_lazy("are not subscribed there, and nothing is sent to them")),
]


class UploadForm(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("List of readers"),
        # An empty file gets a sentence of its own (importing/reading.py).
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ".csv,.txt,.tsv,.xlsx"}),
    )

    def blocks(self) -> Iterator[bytes]:
        upload: UploadedFile = self.cleaned_data["file"]
        return upload.chunks(1 << 20)


class _Newsletters(forms.ModelMultipleChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        return str(obj.label)


class ColumnsForm(forms.Form):
    """One choice a column, and what holds for the whole file."""

    purposes = _Newsletters(
        label=gettext_lazy("For which newsletter?"),
        queryset=Purpose.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Please choose at least one newsletter.")},
    )
    source = forms.CharField(
        label=gettext_lazy("Where was the consent given?"),
        required=False,
        max_length=LONGEST_SOURCE,
        help_text=gettext_lazy(
            "For rows that do not say so themselves, as “Form on the old website”. Part of the proof."
        ),
    )
    wording = forms.CharField(
        label=gettext_lazy("To which text did they agree?"),
        required=False,
        max_length=LONGEST_WORDING,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy(
            "Word for word as it stood in that form, for rows that do not say so themselves. Part of the proof."
        ),
    )
    others = forms.TypedChoiceField(
        label=gettext_lazy("People of whom the list says nothing else …"), choices=_OTHERS, coerce=int
    )
    form_of_address = forms.ChoiceField(
        label=gettext_lazy("Form of address"), choices=Subscriber.Address.choices, widget=forms.RadioSelect
    )
    suppress_bounced = forms.BooleanField(
        label=gettext_lazy("Put addresses that bounced or complained there onto the suppression list"),
        required=False,
    )

    def __init__(self, run: ImportRun, data: Any = None) -> None:
        self.run = run
        reading = storing.how(run)
        chosen = [wording.purpose_id for wording in run.wordings.all()]
        options = run.options
        initial = {name: options[name] for name in ("source", "wording", "others", "form_of_address")}
        initial |= {"suppress_bounced": options["suppress_bounced"], "purposes": chosen}
        super().__init__(data, initial=initial)
        offered = Purpose.objects.newsletters().filter(active=True, wordings__published_at__isnull=False)
        newsletters = self.fields["purposes"]
        newsletters.queryset = offered.distinct()  # type: ignore[attr-defined]
        if not chosen and len(only := list(offered.distinct()[:2])) == 1:
            self.initial["purposes"] = [only[0].pk]
        sample = storing.sample_of(storing.source(run), reading)
        self.columns: list[tuple[str, str, list[str]]] = []
        for number, column in enumerate(reading.columns):
            name = f"column_{number}"
            label = column or _("Column %(number)s") % {"number": number + 1}
            self.fields[name] = forms.ChoiceField(
                label=label,
                required=False,
                choices=[("", "–"), *Field.choices],
                initial=run.mapping.get(str(number), ""),
            )
            self.columns.append((label, name, [cells[number] for cells in sample if number < len(cells)]))

    def shown_columns(self) -> Iterator[tuple[str, forms.BoundField, list[str]]]:
        """Name, choice, and the first values that are not empty."""
        for label, name, values in self.columns:
            yield label, self[name], [value for value in values if value.strip()]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        self.mapping = {
            name.removeprefix("column_"): kind
            for name, kind in data.items()
            if name.startswith("column_") and kind
        }
        try:
            checked(self.mapping, storing.how(self.run).columns)
        except WrongMapping as error:
            raise forms.ValidationError(str(error)) from error
        return data

    def wordings(self) -> list[Wording]:
        """In force now; readers of another language are asked in theirs."""
        return [purpose.wording("de") for purpose in self.cleaned_data["purposes"]]

    def options(self) -> dict[str, Any]:
        names = ("source", "wording", "others", "form_of_address", "suppress_bounced")
        return {name: self.cleaned_data[name] for name in names}
