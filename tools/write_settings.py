"""Write docs/settings.md from alliance/setting_words.py: `python tools/write_settings.py`."""

import sys
from pathlib import Path

SITE = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(SITE))

from alliance import setting_words  # noqa: E402 -- found by the line above

if __name__ == "__main__":
    (SITE / "docs/settings.md").write_text(setting_words.as_markdown())
