"""People in one line of text, as editors write them: «Ada Lindgren, Bruno Voss und Clara Thiel»."""

import re

_BETWEEN = re.compile(r"\s*(?:[,;&]|\b(?:und|and)\b)\s*")


def names(line: str) -> list[str]:
    """Each name once, in the order given."""
    found = {" ".join(name.split()): None for name in _BETWEEN.split(line)}
    return [name for name in found if name]
