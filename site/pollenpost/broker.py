"""The embedded broker: kombu's filesystem transport, with messages and bindings that appear whole or not at all.

kombu 5.6 makes a message's file first and fills it afterwards; a worker that takes it in between reads an empty
message, loses it and stops. Here a file is written under another name and renamed, which is one step.
"""

import fcntl
import os
import time
import uuid
from pathlib import Path
from queue import Empty
from typing import Any

from kombu.transport import TRANSPORT_ALIASES, filesystem
from kombu.utils.json import dumps, loads

LONGEST_WAIT = 0.5  # seconds


class Channel(filesystem.Channel):
    def _put(self, queue: str, payload: Any, **kwargs: Any) -> None:  # type: ignore[override]
        # Names sort by time, so that the oldest is taken first.
        name = f"{time.time_ns():020d}_{uuid.uuid4().hex}.{queue}.msg"
        _write_whole(Path(self.data_folder_out) / name, dumps(payload))

    def _get(self, queue: str, timeout: float | None = None) -> Any:
        folder = Path(self.data_folder_in)
        for name in sorted(os.listdir(folder)):
            if name.partition(".")[2] != f"{queue}.msg":
                continue
            taken = folder / f".{name}.taken"
            try:
                (folder / name).rename(taken)
            except FileNotFoundError:
                continue  # Another worker was quicker.
            payload = taken.read_text("utf-8")
            taken.unlink()
            return loads(payload)
        raise Empty

    def _queue_bind(self, exchange: str, routing_key: str, pattern: str, queue: str) -> None:
        self.control_folder.mkdir(parents=True, exist_ok=True)
        binding = filesystem.exchange_queue_t(routing_key or "", pattern or "", queue or "")
        with (self.control_folder / "bindings.lock").open("a") as guard:
            fcntl.flock(guard, fcntl.LOCK_EX)
            bindings = self.get_table(exchange)
            if binding not in bindings:
                _write_whole(self._exchange_file(exchange), dumps([binding, *bindings]))


class Transport(filesystem.Transport):
    Channel = Channel
    # There is no host to be missed.
    default_connection_params: dict[str, Any] = {}

    def drain_events(self, connection: Any, timeout: float | None = None, **kwargs: Any) -> Any:
        """Comes back after half a second at the latest, so that a worker that is to stop notices it."""
        return super().drain_events(connection, timeout=min(timeout or LONGEST_WAIT, LONGEST_WAIT))


def _write_whole(path: Path, text: str) -> None:
    unfinished = path.with_name(f".{uuid.uuid4().hex}.part")
    unfinished.write_text(text, "utf-8")
    unfinished.replace(path)


def install() -> None:
    """From now on `filesystem://` means this transport."""
    TRANSPORT_ALIASES["filesystem"] = "pollenpost.broker:Transport"
