import socket

HOST = "127.0.0.1"


class NoFreePort(Exception):
    """Neither the wished-for port nor the ones after it are free."""


def is_free(port: int, host: str = HOST) -> bool:
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        # A port that was left a moment ago counts as free; one that somebody listens on does not.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


def next_free_port(wanted: int, host: str = HOST, tries: int = 50) -> int:
    """The wished-for port, or the first free one after it."""
    for port in range(wanted, min(wanted + tries, 65_536)):
        if is_free(port, host):
            return port
    raise NoFreePort(f"No port from {wanted} to {wanted + tries - 1} is free.")
