"""`make photos`: pictures of the pages, for people to look at with a hard eye.

They are put into photos/. `python -m tests.photos members` takes only those with that in the name.
"""

import os
import sys
from importlib import import_module

import django

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    os.environ.setdefault("LOG_LEVEL", "WARNING")
    django.setup()  # before anything else of ours can be imported
    import_module("tests.browser.pictures").take_all(" ".join(sys.argv[1:]))
