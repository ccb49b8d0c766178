"""What the registries hold of the directory and the open data."""

from alliance import registries
from alliance.registries import Area, Chapter
from members import demo_directory, routes_directory


def register() -> None:
    registries.areas.add("directory", Area("Directory", "directory:directory", 15, None))
    registries.demo_chapters.add("members.directory", Chapter(11, demo_directory.tell))
    routes_directory.register()
