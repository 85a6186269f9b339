"""What readers are asked for: the purposes and the sentences that stand beside the boxes.

The wordings are data, stored in the language they are shown in; a later version is written in the admin.
"""

import re
from dataclasses import dataclass

from django.conf import settings
from django.db import transaction

from subscribers.models import Purpose, Wording


@dataclass(frozen=True)
class Sentences:
    text: str
    yes_means: str
    no_means: str


def pollen_wordings(days: int) -> dict[str, Sentences]:
    """The texts for the interest profile; grains are kept for so many days."""
    return {"de": _pollen_in_german(days), "en": _pollen_in_english(days)}


def _pollen_in_german(days: int) -> Sentences:
    return Sentences(
        text=(
            "Ja, merken Sie sich, was ich lese, und wählen Sie danach aus, was in meinem Brief steht und was Sie "
            "mir auf Ihren Seiten vorschlagen. "
            "Diese Einwilligung kann ich jederzeit widerrufen (Art.\u00a07 Abs.\u00a03 DSGVO)."
        ),
        yes_means=(
            "Wir notieren, welche Texte Sie über die Links im Brief und auf unseren Seiten öffnen, lesen oder "
            "hören, sich merken, weiterempfehlen oder ablehnen, und erkennen Ihren Browser dafür an einem Cookie "
            f"wieder. Diese Notizen löschen wir nach spätestens {days}\u00a0Tagen. Daraus leiten wir ab, welche "
            "Themen Sie beschäftigen. Damit wählen wir aus, was in Ihrem Brief steht, was wir Ihnen auf unseren "
            "Seiten vorschlagen und wem wir zu einem Thema schreiben, und zählen, wie viele sich wofür "
            "interessieren und ob die Auswahl hilft; zu nichts sonst. "
            "Niemand außer uns bekommt diese Angaben. Sie können sie ansehen, berichtigen und die "
            "Einwilligung mit einem Klick widerrufen; bis dahin bleibt rechtmäßig, was wir mit ihr "
            "getan haben."
        ),
        no_means="Wir notieren nichts. Sie bekommen den Brief, den die Redaktion für alle zusammenstellt.",
    )


def _pollen_in_english(days: int) -> Sentences:
    return Sentences(
        text=(
            "Yes, note what I read and use it to choose what stands in my letter and what you suggest to me on "
            "your pages. "
            "I can withdraw this consent at any time (GDPR Art.\u00a07(3))."
        ),
        yes_means=(
            "We note which texts you open, read or hear, save, recommend or refuse through the links in the "
            "letter and on our pages, and recognise your browser by a cookie for that. These notes are "
            f"deleted after {days}\u00a0days at the latest. From them we derive which topics occupy you. We "
            "use that to choose what stands in your letter, what we suggest to you on our pages and whom we write "
            "to about a topic, and to count how many care for what and whether the choosing helps; for nothing "
            "else. Nobody but us gets to see it. "
            "You can look at it, correct it and withdraw your consent with one click; "
            "what we did with it until then remains lawful."
        ),
        no_means="We note nothing. You get the letter that the editors put together for everybody.",
    )


@transaction.atomic
def install_purposes() -> Purpose:
    """Makes the pollen purpose with its wordings; what is there already stays as it is."""
    purpose, _made = Purpose.objects.get_or_create(
        key=Purpose.POLLEN,
        defaults={
            "kind": Purpose.Kind.POLLEN,
            "label_de": "Blütenstaub",
            "label_en": "Pollen",
            "position": 100,
        },
    )
    _word(purpose, pollen_wordings(settings.GRAIN_EXPIRES_DAYS))
    return purpose


MEASUREMENT_WORDINGS = {
    "de": Sentences(
        text=(
            "Ja, zählen Sie, ob ich Ihre Briefe öffne und welche Links ich darin anklicke. "
            "Diese Einwilligung kann ich jederzeit widerrufen (Art.\u00a07 Abs.\u00a03 DSGVO)."
        ),
        yes_means=(
            "Wir erfahren, ob ein Brief geöffnet und was darin angeklickt wurde, und bilden daraus Zahlen für "
            "alle Leser zusammen. Ein Profil entsteht daraus nicht, und niemand außer uns bekommt diese Angaben."
        ),
        no_means="Wir zählen nichts. Sie bekommen denselben Brief.",
    ),
    "en": Sentences(
        text=(
            "Yes, count whether I open your letters and which links in them I follow. "
            "I can withdraw this consent at any time (GDPR Art.\u00a07(3))."
        ),
        yes_means=(
            "We learn whether a letter was opened and what was clicked in it, and make numbers of it for all "
            "readers together. No profile comes of it, and nobody but us gets to see it."
        ),
        no_means="We count nothing. You get the same letter.",
    ),
}


@transaction.atomic
def measurement_purpose() -> Purpose:
    """Makes the purpose of measuring opens and clicks, with its wordings; what is there stays as it is.

    It is not offered until somebody switches it on: nothing measures yet, and nobody is asked for what is not
    done.
    """
    purpose, _made = Purpose.objects.get_or_create(
        key=Purpose.MEASUREMENT,
        defaults={
            "kind": Purpose.Kind.MEASUREMENT,
            "label_de": "Messung",
            "label_en": "Measurement",
            "position": 150,
            "active": False,
        },
    )
    _word(purpose, MEASUREMENT_WORDINGS)
    return purpose


PUBLICATION_WORDINGS = {
    "de": Sentences(
        text=(
            "Ja, Sie dürfen meine Einsendung veröffentlichen: das Bild, den Text und, wenn ich sie angegeben "
            "habe, Name und Ort. Diese Einwilligung kann ich jederzeit widerrufen (Art.\u00a07 Abs.\u00a03 DSGVO)."
        ),
        yes_means=(
            "Die Redaktion liest Ihre Einsendung und entscheidet. Wird sie veröffentlicht, steht sie für alle "
            "lesbar auf unseren Seiten und darf in unserem Brief und in unseren Heften stehen. Ihre Mailadresse "
            "erscheint nirgends. Widerrufen Sie, nehmen wir die Einsendung von unseren Seiten; aus Heften und "
            "Briefen, die schon verschickt sind, können wir sie nicht zurückholen."
        ),
        no_means=(
            "Dann können wir die Einsendung nicht annehmen. Alles andere auf diesen Seiten steht Ihnen offen."
        ),
    ),
    "en": Sentences(
        text=(
            "Yes, you may publish what I send in: the picture, the text and, if I gave them, my name and place. "
            "I can withdraw this consent at any time (GDPR Art.\u00a07(3))."
        ),
        yes_means=(
            "The editors read what you sent and decide. If it is published, everybody can read it on our pages, "
            "and it may stand in our letter and in our issues. Your mail address appears nowhere. If you "
            "withdraw, we take it off our pages; we cannot call it back from issues and letters that are "
            "already out."
        ),
        no_means="Then we cannot accept it. Everything else on these pages is open to you.",
    ),
}


@transaction.atomic
def publication_purpose() -> Purpose:
    """Makes the purpose of publishing what readers send in, with its wordings; what is there stays as it is."""
    purpose, _made = Purpose.objects.get_or_create(
        key=Purpose.PUBLICATION,
        defaults={
            "kind": Purpose.Kind.PUBLICATION,
            "label_de": "Veröffentlichung",
            "label_en": "Publication",
            "position": 200,
        },
    )
    _word(purpose, PUBLICATION_WORDINGS)
    return purpose


def promised_days() -> int | None:
    """After how many days grains are deleted at the latest, by the strictest published wording that says so.

    Old versions count, too: consents to them still stand.
    """
    wordings = Wording.objects.filter(purpose__key=Purpose.POLLEN, published_at__isnull=False)
    texts = wordings.values_list("yes_means", flat=True)
    found = [int(days) for text in texts for days in re.findall(r"\b(\d{1,5})\s(?:Tagen|days)\b", text)]
    return min(found, default=None)


@transaction.atomic
def newsletter_purpose(
    slug: str, label_de: str, label_en: str = "", frequency_de: str = "", frequency_en: str = ""
) -> Purpose:
    """Makes the purpose of receiving one newsletter; `frequency_de` is like «alle zwei Wochen»."""
    purpose, _made = Purpose.objects.get_or_create(
        key=slug,
        defaults={
            "kind": Purpose.Kind.NEWSLETTER,
            "label_de": label_de,
            "label_en": label_en,
            "position": 10,
        },
    )
    _word(purpose, _newsletter_wordings(label_de, label_en or label_de, frequency_de, frequency_en))
    return purpose


def _newsletter_wordings(
    label_de: str, label_en: str, frequency_de: str, frequency_en: str
) -> dict[str, Sentences]:
    often_de = f", {frequency_de}" if frequency_de else ""
    often_en = f", {frequency_en}" if frequency_en else ""
    return {
        "de": Sentences(
            text=f"Ja, ich möchte „{label_de}“ per Mail bekommen. Das kann ich jederzeit widerrufen.",
            yes_means=(
                f"Wir schicken Ihnen „{label_de}“ an diese Adresse{often_de}. "
                "In jeder Ausgabe steht ein Link zum Abbestellen."
            ),
            no_means=(f"„{label_de}“ kommt nicht zu Ihnen. Alle Hefte und Geschichten können Sie trotzdem lesen."),
        ),
        "en": Sentences(
            text=f"Yes, I would like to receive “{label_en}” by mail. I can withdraw this at any time.",
            yes_means=(
                f"We send “{label_en}” to this address{often_en}. Every edition carries a link to unsubscribe."
            ),
            no_means="You do not get it. You can still read all issues and stories.",
        ),
    }


def _word(purpose: Purpose, wordings: dict[str, Sentences]) -> None:
    for language, sentences in wordings.items():
        if not purpose.wordings.filter(language=language).exists():
            Wording.objects.create(
                purpose=purpose,
                language=language,
                text=sentences.text,
                yes_means=sentences.yes_means,
                no_means=sentences.no_means,
            )
