"""What a list says of somebody's state there. Only who is subscribed there can be consenting here."""

from enum import IntEnum

from .formats import folded


class State(IntEnum):
    """The greater one counts where a row says several things."""

    SUBSCRIBED = 0
    UNCONFIRMED = 1
    LEFT = 2
    BOUNCED = 3
    COMPLAINED = 4


_WORDS = {
    State.SUBSCRIBED: "subscribed enabled active confirmed angemeldet aktiv abonniert bestatigt",
    State.UNCONFIRMED: "unconfirmed pending unbestatigt nichtbestatigt ausstehend",
    State.LEFT: "unsubscribed nonsubscribed notsubscribed disabled blocklisted blacklisted optout optedout "
    "removed deleted archived inactive inaktiv transactional abgemeldet abbestellt gesperrt geloscht",
    State.BOUNCED: "bounced bounce hardbounced hardbounce cleaned undeliverable invalid unzustellbar",
    State.COMPLAINED: "complained complaint spam spamcomplaint spamreport abuse beschwerde",
}
_STATES = {word: state for state, words in _WORDS.items() for word in words.split()}
_YES = {"true", "yes", "ja", "1", "y", "j", "x", "wahr", "on"}
_NO = {"false", "no", "nein", "0", "n", "falsch", "off"}


def state_of(word: str, program: str) -> State | None:
    """None if nobody here knows the word."""
    name = folded(word)
    if program == "mailpoet" and name in ("inactive", "inaktiv"):
        # There it means: has not opened a letter for long, and is subscribed.
        return State.SUBSCRIBED
    return _STATES.get(name)


def yes_or_no(word: str) -> bool | None:
    """None if it is neither."""
    name = folded(word)
    return True if name in _YES else False if name in _NO else None
