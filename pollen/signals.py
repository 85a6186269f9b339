"""What other rooms may listen to. Pollen knows nobody above it, so it only says what happened."""

from django.dispatch import Signal

# Sent when a reader starts anew, in that transaction and with the reader's row locked; argument: subject (UUID).
# A receiver that raises undoes it.
profile_forgotten = Signal()
