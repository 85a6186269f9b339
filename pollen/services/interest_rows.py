"""The interests of many readers as arrays."""

from collections.abc import Sequence

import numpy as np
from django.db import connection
from numpy.typing import NDArray

from pollen.models import Interest

#: One row: ids, the two sums in readings, and the moment as of which they hold, in seconds since 1970.
ROW = np.dtype([("subscriber", "i8"), ("topic", "i8"), ("acute", "f8"), ("lasting", "f8"), ("as_of", "f8")])
# As PostgreSQL sends them: all of eight bytes, big-endian.
_SENT = np.dtype([(name, ROW[name].newbyteorder(">")) for name in ROW.names or ()])


def of(readers: Sequence[int]) -> NDArray[np.void]:
    """All interests of these subscriber ids, in no particular order."""
    if connection.vendor == "postgresql":
        return _sent(readers)
    rows = Interest.objects.filter(subscriber_id__in=list(readers))
    values = rows.values_list("subscriber_id", "topic_id", "acute", "lasting", "as_of")
    found = [(*row[:4], row[4].timestamp()) for row in values.iterator(chunk_size=5_000)]
    return np.array(found, dtype=ROW)


def _sent(readers: Sequence[int]) -> NDArray[np.void]:
    """All in one value, which nobody has to take apart row by row."""
    # The table is ours.
    query = f"""
        SELECT string_agg(int8send(subscriber_id) || int8send(topic_id) || float8send(acute) || float8send(lasting)
                          || float8send(EXTRACT(EPOCH FROM as_of)::float8), ''::bytea)
        FROM {connection.ops.quote_name(Interest._meta.db_table)}
        WHERE subscriber_id = ANY(%s)
    """  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(query, [list(readers)])
        [content] = cursor.fetchone()
    return np.frombuffer(content or b"", dtype=_SENT).astype(ROW)
