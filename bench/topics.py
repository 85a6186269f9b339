"""How often the suggested topics are those that authors gave. Run: python bench/topics.py [--all]

Takes every text with topics of the database at hand (`manage.py load_demo`, or an import of one's own) and
compares the first three to six suggestions with the topics its authors chose, for those that are in the
vocabulary. With --all proposals of imports count as vocabulary, too.

precision: of the suggested topics those that the authors chose; recall: of the chosen ones those suggested.
ceiling: the share of chosen topics of which any name occurs in the text at all; no reading by names finds more.
"""

import os
import sys
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parent.parent), str(Path(__file__).parent.parent / "site")]
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pollenpost.settings.dev")

import django  # noqa: E402

django.setup()

from editorial.models import ReadablePage, Topic  # noqa: E402
from editorial.services import suggesting  # noqa: E402
from editorial.services.drafts import read_drafts  # noqa: E402


def main() -> None:
    topics = list(Topic.objects.all() if "--all" in sys.argv else Topic.objects.approved())
    pages = ReadablePage.objects.originals().filter(topics__in=topics).distinct().order_by("pk").specific()
    given, suggested, mentioned = [], [], 0
    for draft in read_drafts(pages):
        chosen = set(draft.topics) & {topic.pk for topic in topics}
        texts = suggesting.texts_in(draft)
        given.append(chosen)
        suggested.append([one.topic.pk for one in suggesting.suggest(texts, topics=topics)])
        found = suggesting.evidence_in(texts, suggesting.Names(topics), {topic.pk: topic for topic in topics})
        mentioned += len(chosen & found.keys())
    total = sum(map(len, given))
    chosen_each, ceiling = total / len(given), mentioned / total
    print(f"{len(given)} texts, {len(topics)} topics, {chosen_each:.1f} chosen a text, ceiling {ceiling:.2f}")
    for most in (3, 4, 5, 6):
        right = sum(len(chosen & set(found[:most])) for chosen, found in zip(given, suggested, strict=True))
        offered = sum(len(found[:most]) for found in suggested)
        print(f"at {most}: precision {right / offered:.2f}  recall {right / total:.2f}  ({offered} suggestions)")


if __name__ == "__main__":
    main()
