#!/usr/bin/env bash
# Makes ~/.cache/metajudge-python with the pinned versions of src/site/bench/requirements.txt, for InteropIT.
# PyTorch comes from its usual package, which brings CUDA along and cannot be imported without: 3 GB to fetch, 5 GB on
# disk, so CI does not make it by itself. Usage: setup.sh [PYTHON]
set -euo pipefail
here="$(cd "$(dirname "$0")" && pwd)"
place="${HOME}/.cache/metajudge-python"
[ -x "$place/bin/python" ] || "${1:-python3}" -m venv "$place"
"$place/bin/python" -m pip install --quiet -r "$here/../../site/bench/requirements.txt"
"$place/bin/python" -c "import torch, transformers, trl, peft, datasets, gguf; print('ready:', '$place/bin/python')"
