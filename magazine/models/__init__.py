from .article import ArticlePage
from .issue import IssuePage
from .issue_file import IssueFile
from .magazine import MagazinePage
from .section import Section

__all__ = ["ArticlePage", "IssueFile", "IssuePage", "MagazinePage", "Section"]
