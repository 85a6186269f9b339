"""Picture postcards as files: what a card says, whether it can be printed, and its pictures and PDF."""

from .card import Card, Picture
from .checking import PostcardTooLong, Problem, Unprintable, found_problems, problems
from .rendering import FILES, SHARING_SIZE, preview, render

__all__ = [
    "FILES",
    "SHARING_SIZE",
    "Card",
    "Picture",
    "PostcardTooLong",
    "Problem",
    "Unprintable",
    "found_problems",
    "preview",
    "problems",
    "render",
]
