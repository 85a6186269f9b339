"""One letter that is due now, so that beat and worker have something to send, and the draft of the next."""

from django.utils import timezone

from blog.models import PostcardPage
from magazine.models import IssuePage
from newsletters.models import Edition, Newsletter, Pin


def load() -> str:
    newsletter = Newsletter.objects.get()
    issue = IssuePage.objects.live().originals().newest_first().first()
    due = Edition.objects.create(
        newsletter=newsletter,
        subject="Das neue Heft ist da: Wer zuhört, muss weniger rufen",
        preheader="47 Anrufe, vierzig Schreibfehler, ein neues Heft und vier Texte dazu.",
        intro=(
            "<p>auf unserem Schreibtisch liegt das neue Heft. Es handelt davon, was Kunden sagen, wenn man sie "
            "ausreden lässt. Darunter stehen vier Texte aus den letzten Wochen; bei jedem steht, warum gerade er "
            "in diesen Brief gekommen ist.</p>"
        ),
        outro="<p>Auf diesen Brief kann man antworten. Wir lesen alles und antworten meistens zurück.</p>",
        free_places=4,
        window_days=90,
        scheduled_for=timezone.now(),
        state=Edition.State.SCHEDULED,
    )
    if issue:
        Pin.objects.create(edition=due, readable=issue)
    draft = Edition.objects.create(
        newsletter=newsletter,
        subject="Eine Postkarte und vier Texte fürs Wochenende",
        preheader="Was liegen geblieben ist und sich trotzdem lohnt.",
        intro="<p>diesmal fangen wir mit einer Ansichtskarte an.</p>",
        free_places=4,
        window_days=90,
        with_issue=True,
    )
    postcard = PostcardPage.objects.newest_first().first()
    if postcard:
        Pin.objects.create(edition=draft, readable=postcard)
    return "one is due and goes out as soon as worker and beat run, one is a draft"
