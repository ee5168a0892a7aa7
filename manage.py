#!/usr/bin/env python
"""Run one of the project's commands; `manage.py help` lists them."""

import os
import sys


def main() -> None:
    """Hand the command line to Django under this project's settings."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    from django.core.management import execute_from_command_line  # noqa: PLC0415 - needs the settings first

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
