"""Where the program lies, where it writes, and the environment that says what differs between machines."""

from pathlib import Path

from environs import Env, ValidationError

ROOT = Path(__file__).resolve().parents[3]
env = Env()
env.read_env(ROOT / ".env", recurse=False)

# Everything the program writes lives here.
VAR = Path(env.str("POLLENPOST_VAR", default=str(ROOT / "var"))).resolve()
VAR.mkdir(parents=True, exist_ok=True)

# What dj-email-url knows, and our own.
WAYS_TO_SEND = (
    *("outbox", "smtp", "smtps", "smtp+tls", "smtp+ssl", "submission", "submit"),
    *("console", "file", "memory", "dummy"),
)


def names_a_way_to_send(url: str) -> None:
    scheme = url.partition("://")[0]
    if scheme and scheme not in WAYS_TO_SEND:
        # Not repeated: what stands behind the scheme holds a password.
        raise ValidationError("It must begin with smtp+tls://, smtp+ssl://, smtp:// or outbox://.")


def begins_like_an_address(url: str) -> None:
    if not url.startswith(("https://", "http://")):
        raise ValidationError("It must begin with https:// (or http://).")
