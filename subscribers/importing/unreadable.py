class Unreadable(Exception):
    """A file that cannot be imported; carries a sentence for whoever uploaded it."""
