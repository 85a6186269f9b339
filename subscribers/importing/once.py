"""Whether an address came up in the file before, in sixteen bytes a row."""

from collections.abc import Iterable

import numpy as np
import numpy.typing as npt

# What Python's hash() of a string gives is the same within one process, which is as long as this is needed. Of a
# million addresses two share one with a chance of 1 to 30 million.
_Hashes = npt.NDArray[np.int64]


class Seen:
    """Sorted hashes of addresses, and beside each the number of the row that it stood in first."""

    def __init__(self) -> None:
        self._hashes: _Hashes = np.empty(0, np.int64)
        self._rows: _Hashes = np.empty(0, np.int64)

    def __len__(self) -> int:
        return len(self._hashes)

    def rows_of(self, addresses: list[str]) -> list[int]:
        """For each address the row that it stood in; 0 if it is new."""
        if not len(self._hashes) or not addresses:
            return [0] * len(addresses)
        wanted = np.fromiter((hash(address) for address in addresses), np.int64, len(addresses))
        places = np.minimum(np.searchsorted(self._hashes, wanted), len(self._hashes) - 1)
        return [int(row) for row in np.where(self._hashes[places] == wanted, self._rows[places], 0)]

    def add(self, numbered: Iterable[tuple[str, int]]) -> None:
        """Addresses that are new, each of them once."""
        pairs = [(hash(address), row) for address, row in numbered]
        if not pairs:
            return
        added = np.array(sorted(pairs), np.int64)
        places = np.searchsorted(self._hashes, added[:, 0])
        self._hashes = np.insert(self._hashes, places, added[:, 0])
        self._rows = np.insert(self._rows, places, added[:, 1])
