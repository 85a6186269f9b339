"""What other rooms may listen to. Subscribers know nobody above them, so they only say what happened."""

from django.dispatch import Signal

# Sent after a withdrawal was entered; arguments: subject (UUID), purpose (Purpose).
consent_withdrawn = Signal()
