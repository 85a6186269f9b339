from .article import ArticlePage
from .issue import IssuePage
from .magazine import MagazinePage
from .section import Section

__all__ = ["ArticlePage", "IssuePage", "MagazinePage", "Section"]
