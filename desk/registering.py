"""What the room tells the registries when it starts: what it holds of readers, and for how long."""

from importlib import import_module

from . import holdings, keeping

import_module("desk.receivers")
holdings.register()
keeping.register()
