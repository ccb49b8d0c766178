"""For the container's health check: ask the site, under its own name, how it is."""

import os
import sys
import urllib.error
import urllib.request
from urllib.parse import urlsplit

asked = urllib.request.Request(
    "http://127.0.0.1:8000/healthz", headers={"Host": urlsplit(os.environ["BASE_URL"]).netloc}
)
try:
    urllib.request.urlopen(asked, timeout=5).close()
except urllib.error.HTTPError as answer:
    sys.exit(answer.read(200).decode(errors="replace"))
except OSError as failure:
    sys.exit(str(failure))
