"""The program with its pictures, as readers see it through the proxy that serves /media/ in production."""

from django.conf import settings
from pollenpost.wsgi import application as program
from whitenoise import WhiteNoise  # type: ignore[import-untyped]

application = WhiteNoise(
    program, root=settings.MEDIA_ROOT, prefix="media/", autorefresh=True, max_age=30 * 24 * 3600
)
