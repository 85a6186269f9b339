from .asking import ContactForm, OwnRequestForm, RightsForm
from .staff import AnswerForm, CorrectionForm, ExtensionForm, NoteForm, TypedInForm, WordsForm

__all__ = [
    "AnswerForm",
    "ContactForm",
    "CorrectionForm",
    "ExtensionForm",
    "NoteForm",
    "OwnRequestForm",
    "RightsForm",
    "TypedInForm",
    "WordsForm",
]
