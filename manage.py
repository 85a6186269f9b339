#!/usr/bin/env python
"""Django's command line for Pollenpost."""

import os
import sys

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pollenpost.settings.dev")
    from pollenpost.command_line import main

    main(sys.argv)
