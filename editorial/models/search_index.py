"""The index of the search: documents, words, and which word stands where. `editorial.search` alone writes it."""

from django.db import models

from .readable import ReadablePage


class SearchDocument(models.Model):
    """What the search knows of one published page. Whether it may be shown is asked of the page, every time."""

    page = models.OneToOneField(
        ReadablePage, primary_key=True, on_delete=models.CASCADE, related_name="search_document"
    )
    language = models.CharField(max_length=12)
    # The model's name of the page: articlepage.
    kind = models.CharField(max_length=100)
    year = models.PositiveSmallIntegerField()
    # The numbers of its topics, for counting.
    topics = models.JSONField(default=list)
    # As readers meet it, a paragraph a line: snippets are cut from it.
    text = models.TextField(blank=True)
    # All words folded, between blanks, fields parted by a bar: phrases are looked for here.
    folded = models.TextField(blank=True)

    def __str__(self) -> str:
        return f"{self.kind} {self.page_id}"


class SearchWord(models.Model):
    """A word that some document uses, folded, with its stem in the document's language."""

    language = models.CharField(max_length=12)
    text = models.CharField(max_length=64)
    stem = models.CharField(max_length=64)
    # As it was first met: «Kündigung» for «kundigung».
    shown = models.CharField(max_length=80)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["text", "language"], name="search_word_once_a_language")]
        indexes = [models.Index(fields=["stem", "language"], name="search_word_stem")]

    def __str__(self) -> str:
        return self.shown


class SearchPosting(models.Model):
    """That a word stands in a document, and how much it says about it (1 to 1,000)."""

    pk = models.CompositePrimaryKey("word", "document")
    # The primary key begins with the word: it needs no index of its own.
    word = models.ForeignKey(SearchWord, on_delete=models.CASCADE, related_name="+", db_index=False)
    document = models.ForeignKey(SearchDocument, on_delete=models.CASCADE, related_name="postings")
    weight = models.PositiveSmallIntegerField()

    def __str__(self) -> str:
        return f"{self.word_id} in {self.document_id}: {self.weight}"
