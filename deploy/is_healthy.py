"""For the container's health check: ask the site, under its own name, how it is."""  # noqa: INP001

import http.client
import os
import sys
from urllib.parse import urlsplit

asked = http.client.HTTPConnection("127.0.0.1", 8000, timeout=5)
try:
    asked.request("GET", "/healthz", headers={"Host": urlsplit(os.environ["BASE_URL"]).netloc})
    answer = asked.getresponse()
except OSError as failure:
    sys.exit(str(failure))
if answer.status != http.HTTPStatus.OK:
    sys.exit(answer.read(200).decode(errors="replace"))
