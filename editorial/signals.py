"""What other rooms may listen to. The editorial room knows nobody above it, so it only says what happens."""

from django.dispatch import Signal

# Sent while a topic is merged into another: in the transaction, with both rows locked, before the source is
# deleted; arguments: source, target (Topic). A receiver moves what its room hangs on the source; if it raises, or
# leaves something behind, nothing is merged.
topic_merged = Signal()
