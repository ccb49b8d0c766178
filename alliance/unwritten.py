"""Uploads that must not touch the disk before they are sealed: kept in memory, up to a size.

Django writes larger uploads to a temporary file. The places named here take recordings and
pictures of people who speak in confidence.
"""

import re
from typing import Any

from django.core.files.uploadhandler import (
    MemoryFileUploadHandler,
    SkipFile,
)

MOST_BYTES = 26 * 2**20
PLACES = re.compile(r"^/lived-experience/capture/")


class InMemoryHandler(MemoryFileUploadHandler):
    """What is too large is not taken at all; `request.left_out` then says so."""

    # Any: Django's own protocol for handlers.
    def handle_raw_input(
        self,
        input_data: Any,
        META: Any,  # noqa: N803 -- Django's own name
        content_length: int,
        boundary: Any,
        encoding: Any = None,
    ) -> None:
        request = self.request
        self.is_ours = request is not None and bool(PLACES.match(request.path_info))
        self.activated = self.is_ours
        self.is_too_large = content_length > MOST_BYTES

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        if self.is_ours and self.is_too_large:
            self.request.left_out = True  # type: ignore[union-attr]  # ours
            raise SkipFile
        super().new_file(*args, **kwargs)
