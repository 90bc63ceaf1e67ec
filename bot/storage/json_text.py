"""JSON as the database holds it: compact, and with any script written as itself."""

from __future__ import annotations

import json

encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), check_circular=False).encode
decode = json.JSONDecoder().decode
