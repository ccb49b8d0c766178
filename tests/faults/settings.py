"""As in production, with a template for the letters of this test."""

from pathlib import Path

from alliance.settings import *  # noqa: F403
from alliance.settings import TEMPLATES

TEMPLATES[0]["DIRS"] = [*TEMPLATES[0]["DIRS"], Path(__file__).parent / "templates"]  # type: ignore[misc]
