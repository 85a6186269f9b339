from .blog import BlogPage
from .episode import EpisodePage
from .postcard import PostcardPage
from .postcard_rack import PostcardRackPage
from .series import Series
from .show import ShowPage
from .story import StoryPage

__all__ = ["BlogPage", "EpisodePage", "PostcardPage", "PostcardRackPage", "Series", "ShowPage", "StoryPage"]
