#!/bin/sh
# Make .venv hold exactly what requirements.lock says, every file checked against its hash.
set -eu
cd "$(dirname "$0")/.."
PYTHON="${PYTHON:-python3}"
export UV_PYTHON_DOWNLOADS=never PIP_DISABLE_PIP_VERSION_CHECK=1

command -v "$PYTHON" >/dev/null || { echo "Python is missing. It must be 3.11 or newer." >&2; exit 1; }
"$PYTHON" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || {
    echo "This is $("$PYTHON" -V). It must be 3.11 or newer: make PYTHON=python3.11 ..." >&2; exit 1; }
"$PYTHON" -c 'import ensurepip' 2>/dev/null || {
    echo "Python cannot make environments here. Type: sudo apt-get install python3-venv" >&2; exit 1; }

echo "Installing the packages of requirements.lock into .venv"
if ! .venv/bin/python -c "" 2>/dev/null || ! .venv/bin/uv --version >/dev/null 2>&1; then
    "$PYTHON" -m venv --clear .venv
    awk '/^uv==/ {on = 1} on {print; if (!/\\$/) exit}' requirements.lock > .venv/uv.lock
    .venv/bin/python -m pip install --quiet --require-hashes -r .venv/uv.lock
fi
.venv/bin/uv pip sync --quiet --python .venv/bin/python --require-hashes requirements.lock || {
    echo "uv could not; trying pip, which is slower."
    .venv/bin/python -m pip install --quiet --require-hashes -r requirements.lock
}
cp requirements.lock .venv/requirements.lock
