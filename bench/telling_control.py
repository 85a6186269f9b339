"""The web application with a fault that bench/telling.py must find: signing up takes CONTROL milliseconds longer
for the address of a reader, as if more were done for it."""

import os
import time
from typing import Any

from pollenpost.wsgi import application

from subscribers.models import Subscriber
from subscribers.services import signup

__all__ = ["application"]

SECONDS = float(os.environ["CONTROL"]) / 1000
_request_signup = signup.request_signup


def request_signup(wish: signup.Wish, client: str = "") -> Any:
    # Looked up for both, so that the wait alone makes the difference.
    if Subscriber.objects.with_address(wish.email).exists():
        time.sleep(SECONDS)
    return _request_signup(wish, client)


signup.request_signup = request_signup
