"""The envelope around every list."""

from math import ceil
from typing import Any


def envelope(
    contents: list[dict[str, Any]],  # Any: JSON
    *,
    total: int,
    page: int,
    per_page: int,
) -> dict[str, Any]:  # Any: JSON
    """A page past the end is an empty one, not a fault."""
    pages = ceil(total / per_page) if per_page else 1
    return {
        "total_items": total,
        "total_pages": pages,
        "page_number": page,
        "size": len(contents),
        "first_page": page == 1,
        "last_page": page >= pages,
        "empty": not contents,
        "contents": contents,
    }
