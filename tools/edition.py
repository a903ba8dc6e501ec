"""Gives the data a new edition where they changed: `python -m tools.edition` writes src/dateline/edition.json.

A test fails where codebook, gazetteer's rows or model are not those of the edition; the changelog must have a line for each.
"""

import hashlib
import json
from datetime import UTC, datetime
from pathlib import Path

from dateline.codebook import load_codebook
from dateline.model import model_version

ROOT = Path(__file__).resolve().parents[1]
FILE = ROOT / "src" / "dateline" / "edition.json"
ROWS = ROOT / "src" / "dateline" / "gazetteer" / "data"


def made_of() -> dict[str, str]:
    """What the data are now: hashes of codebook, gazetteer's rows and model."""
    rows = hashlib.sha256(b"".join(path.name.encode() + path.read_bytes() for path in sorted(ROWS.iterdir())))
    return {"codebook": load_codebook().version, "gazetteer": rows.hexdigest()[:12], "model": model_version()}


def main() -> None:
    held = json.loads(FILE.read_text(encoding="utf-8")) if FILE.exists() else {}
    now = made_of()
    if {name: held.get(name) for name in now} == now:
        print(f"The data are those of edition {held['edition']}.")
        return
    day = f"{datetime.now(UTC):%Y.%m.%d}"
    same_day = held.get("edition", "").startswith(day)
    edition = f"{day}.{int(held['edition'][len(day) + 1 :] or 1) + 1}" if same_day else day
    FILE.write_text(json.dumps({"edition": edition, **now}, indent=2) + "\n", encoding="utf-8")
    print(f"Edition {edition}: say in the changelog under Data what changed.")


if __name__ == "__main__":
    main()
