"""What other rooms may listen to. Subscribers know nobody above them, so they only say what happened."""

from django.dispatch import Signal

# Sent after a withdrawal was entered, in its transaction and with the reader's row locked; arguments: subject
# (UUID), purpose (Purpose). A receiver that raises undoes the withdrawal.
consent_withdrawn = Signal()
