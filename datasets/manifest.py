"""What the scripts of this folder share: write a table and its line of the manifest."""

import hashlib
import json
from pathlib import Path

import pandas as pd

HERE = Path(__file__).resolve().parent


def write(table: pd.DataFrame, name: str, script: str) -> None:
    """Write `table` as CSV, byte for byte the same everywhere, and its sha256."""
    text = table.to_csv(index=False, lineterminator="\n")
    (HERE / name).write_bytes(text.encode())
    path = HERE / "manifest.json"
    entries = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    digest = hashlib.sha256((HERE / name).read_bytes()).hexdigest()
    entries[name] = {"sha256": digest, "script": script}
    path.write_text(
        json.dumps(entries, indent=2, sort_keys=True) + "\n", encoding="utf-8"
    )
    print(f"datasets/{name}: {len(table)} rows, {digest[:12]}…")
