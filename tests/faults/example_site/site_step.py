"""Note the settings that a step was given."""

import json
import os
from pathlib import Path

Path(os.environ["DATA_DIR"], "step.json").write_text(json.dumps(dict(os.environ)))
