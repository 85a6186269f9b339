from .author import Author
from .home import HomePage
from .publisher import PublisherSettings
from .readable import Byline, ReadablePage, ReadableQuerySet
from .search_index import SearchDocument, SearchPosting, SearchWord
from .topic import Topic

__all__ = [
    "Author",
    "Byline",
    "HomePage",
    "PublisherSettings",
    "ReadablePage",
    "ReadableQuerySet",
    "SearchDocument",
    "SearchPosting",
    "SearchWord",
    "Topic",
]
