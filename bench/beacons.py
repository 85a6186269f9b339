"""Sends beacons as browsers do: each in a connection of its own, a fixed number of them at a time.

One thread waits for all connections (epoll), because it shares the machine's cores with what it measures; asyncio
takes twice as much of them for each beacon.
"""

import selectors
import socket
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from statistics import quantiles

# The answer never came: its worker was killed, or the connection was not taken.
LOST = 0
# Seconds after which an answer counts as lost.
PATIENCE = 15.0


@dataclass
class Told:
    """What came back: `times` (milliseconds) of those that were answered, and how many had which status."""

    times: list[float] = field(default_factory=list)
    statuses: dict[int, int] = field(default_factory=dict)
    seconds: float = 0.0

    @property
    def rate(self) -> float:
        return len(self.times) / self.seconds

    def percentile(self, which: int) -> float:
        return quantiles(self.times, n=100)[which - 1]


@dataclass
class _Call:
    number: int
    content: bytes
    began: float
    head: bytes = b""


class Sender:
    """`content(n)` is the whole n-th request; `told(n, status)` hears of its end."""

    def __init__(
        self, host: str, port: int, content: Callable[[int], bytes], told: Callable[[int, int], None]
    ) -> None:
        self.address = (host, port)
        self.content, self.told = content, told
        self.waiting = selectors.DefaultSelector()
        self.numbers: Iterator[int] = iter(range(10**9))

    def send(self, seconds: float, connections: int, over: Callable[[], bool] = lambda: False) -> Told:
        """Until the time is up or it is `over`; then for the answers that are still under way."""
        found = Told()
        began = time.perf_counter()
        until = began + seconds
        for _connection in range(connections):
            self._open(next(self.numbers))
        open_calls = connections
        while open_calls:
            now = time.perf_counter()
            more = now < until and not over()
            for call, socket_ in self._finished(now, found):
                self._close(socket_)
                status = int(call.head[9:12]) if len(call.head) > 12 else LOST
                if status != LOST:
                    found.times.append((time.perf_counter() - call.began) * 1000)
                found.statuses[status] = found.statuses.get(status, 0) + 1
                self.told(call.number, status)
                if more:
                    self._open(next(self.numbers))
                else:
                    open_calls -= 1
        found.seconds = time.perf_counter() - began
        return found

    def _finished(self, now: float, found: Told) -> Iterator[tuple[_Call, socket.socket]]:
        ready = self.waiting.select(0.5)
        for key, events in ready:
            call, out = key.data, key.fileobj
            assert isinstance(out, socket.socket)  # noqa: S101
            try:
                if events & selectors.EVENT_WRITE:
                    out.send(call.content)
                    self.waiting.modify(out, selectors.EVENT_READ, call)
                    continue
                part = out.recv(4096)
            except OSError:
                part = b""
            call.head += part
            if not part or b"\r\n\r\n" in call.head:
                yield call, out
        if not ready:
            for key in list(self.waiting.get_map().values()):
                if now - key.data.began > PATIENCE:
                    assert isinstance(key.fileobj, socket.socket)  # noqa: S101
                    yield key.data, key.fileobj

    def _open(self, number: int) -> None:
        out = socket.socket()
        out.setblocking(False)
        call = _Call(number, self.content(number), time.perf_counter())
        out.connect_ex(self.address)
        self.waiting.register(out, selectors.EVENT_WRITE, call)

    def _close(self, out: socket.socket) -> None:
        self.waiting.unregister(out)
        out.close()
