"""The index follows what is published. One page takes some milliseconds, so it is done where the page is saved."""

from collections.abc import Iterable

from django.db import connection, transaction
from django.db.models import Exists, OuterRef

from editorial.languages import language_of
from editorial.models import ReadablePage, SearchDocument, SearchPosting, SearchWord
from editorial.search.documents import Reading, read
from editorial.search.folding import stem
from editorial.search.vocabulary import words_changed

BATCH = 500


def index_page(page: ReadablePage, *, anew: bool = False) -> None:
    """Indexes a published page of its own class as it is in memory; whatever else is taken out.

    If none of its words changed, they are left as they are, unless everything is to be made anew.
    """
    if not page.live or not ReadablePage.objects.open_to_all().filter(pk=page.pk).exists():
        return forget([page.pk])
    reading, language = read(page), language_of(page)
    with transaction.atomic():
        # Locked, so that of two savings at once the second sees what the first has written.
        before = SearchDocument.objects.select_for_update().filter(pk=page.pk)
        known = before.values_list("folded", "language").first()
        SearchDocument.objects.update_or_create(
            page_id=page.pk,
            defaults={
                "language": language,
                "kind": page._meta.model_name,
                "year": page.published_on.year,
                "topics": sorted(topic.pk for topic in page.topics.all()),
                "text": reading.text,
                "folded": reading.folded,
            },
        )
        if anew or known != (reading.folded, language):
            _write_postings(page.pk, reading, language)
    return None


def _write_postings(document: int, reading: Reading, language: str) -> None:
    """In plain SQL, since a page has hundreds of them and nobody listens to them."""
    words = _words(reading, language)
    rows = [(words[word], document, weight) for word, weight in reading.weights.items()]
    table = connection.ops.quote_name(SearchPosting._meta.db_table)
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {table} WHERE document_id = %s", [document])  # noqa: S608
        cursor.executemany(
            f"INSERT INTO {table} (word_id, document_id, weight) VALUES (%s, %s, %s)",  # noqa: S608
            rows,
        )


def index_pages(ids: Iterable[int]) -> int:
    """Indexes these pages as they are in the database; says how many were found."""
    pages = ReadablePage.objects.filter(pk__in=list(ids)).specific()
    for page in pages:
        index_page(page)
    return len(pages)


def forget(ids: Iterable[int]) -> None:
    documents = list(ids)
    # Nobody listens to postings: without this each of them would be read before it is deleted.
    SearchPosting.objects.filter(document__in=documents)._raw_delete(connection.alias)
    SearchDocument.objects.filter(pk__in=documents).delete()


def rebuild() -> int:
    """Reads everything published again, a page a transaction; says how many pages the index holds now."""
    before = set(SearchDocument.objects.values_list("pk", flat=True))
    visited = set()
    for page in ReadablePage.objects.open_to_all().specific().iterator(chunk_size=100):
        index_page(page, anew=True)
        visited.add(page.pk)
    forget(before - visited)
    used = SearchPosting.objects.filter(word=OuterRef("pk"))
    SearchWord.objects.filter(~Exists(used))._raw_delete(connection.alias)
    words_changed()
    return SearchDocument.objects.count()


def _words(reading: Reading, language: str) -> dict[str, int]:
    """The numbers of the words; those that are new are added."""
    known = SearchWord.objects.filter(language=language)
    wanted = list(reading.weights)
    found = _numbers(known, wanted)
    new = [word for word in wanted if word not in found]
    if new:
        SearchWord.objects.bulk_create(
            [
                SearchWord(language=language, text=word, stem=stem(word, language), shown=reading.shown[word][:80])
                for word in new
            ],
            batch_size=BATCH,
            # Somebody else may have met the same word at the same moment.
            ignore_conflicts=True,
        )
        found |= _numbers(known, new)
        words_changed()
    return found


def _numbers(known, words: list[str]) -> dict[str, int]:  # type: ignore[no-untyped-def]
    found: dict[str, int] = {}
    for start in range(0, len(words), BATCH):
        found.update(known.filter(text__in=words[start : start + BATCH]).values_list("text", "pk"))
    return found
