"""A small load generator: so many readers at a time, each with one connection and one request after the other.

One process and one thread with asyncio; it shares the machine's cores with the server that it measures, so what it
reports is less than the server could do alone.
"""

import asyncio
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from statistics import quantiles
from urllib.parse import urlsplit

# Then a reader leaves and another one comes. Connections that stay for ever may all lie with one of the server's
# workers, who then works alone.
PAGES_A_VISIT = 12


class Refused(Exception):
    """The server answered with something else than a page."""


@dataclass(frozen=True)
class Figures:
    pages: int
    seconds: float
    p50: float  # milliseconds
    p99: float
    bytes_each: int

    @property
    def rate(self) -> float:
        return self.pages / self.seconds


def drive(address: str, target: Callable[[int], str], seconds: float, connections: int) -> Figures:
    """Asks `target(n)` for the path of the n-th request until the time is over."""
    return asyncio.run(_drive(address, target, seconds, connections))


async def _drive(address: str, target: Callable[[int], str], seconds: float, connections: int) -> Figures:
    host = urlsplit(address).netloc
    numbers = iter(range(10**9))
    began = time.perf_counter()
    workers = [_reader(host, target, numbers, began + seconds) for _ in range(connections)]
    results = await asyncio.gather(*workers)
    took = time.perf_counter() - began
    times = [each for result in results for each, _size in result]
    cuts = quantiles(times, n=100)
    sizes = [size for result in results for _each, size in result]
    return Figures(len(times), took, cuts[49] * 1000, cuts[98] * 1000, sizes[0])


async def _reader(
    host: str, target: Callable[[int], str], numbers: Iterable[int], until: float
) -> list[tuple[float, int]]:
    """One reader's requests: how long each took, and how many bytes its answer had."""
    name, port = host.split(":")
    stream, out = await asyncio.open_connection(name, int(port))
    done = []
    for number in numbers:
        began = time.perf_counter()
        if began >= until:
            break
        path = target(number)
        out.write(f"GET {path} HTTP/1.1\r\nHost: {host}\r\nAccept-Encoding: gzip\r\n\r\n".encode())
        head = await stream.readuntil(b"\r\n\r\n")
        if not head.startswith(b"HTTP/1.1 200"):
            raise Refused(f"{path}: {head.splitlines()[0].decode()}")
        length = int(head.lower().split(b"content-length:")[1].split(b"\r\n")[0])
        await stream.readexactly(length)
        done.append((time.perf_counter() - began, len(head) + length))
        if b"connection: close" in head.lower() or len(done) % PAGES_A_VISIT == 0:
            out.close()
            stream, out = await asyncio.open_connection(name, int(port))
    out.close()
    return done
