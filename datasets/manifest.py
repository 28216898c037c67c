"""What the scripts of this folder share: write a file and its line of the manifest."""

import hashlib
import json
from pathlib import Path

import pandas as pd

HERE = Path(__file__).resolve().parent


def write(table: pd.DataFrame, name: str, script: str) -> None:
    """Write `table` as CSV, byte for byte the same everywhere, and its sha256."""
    text = table.to_csv(index=False, lineterminator="\n")
    write_bytes(text.encode(), name, script)


def write_bytes(data: bytes, name: str, script: str) -> None:
    """Write a file of any kind, and its sha256."""
    (HERE / name).write_bytes(data)
    path = HERE / "manifest.json"
    entries = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    digest = hashlib.sha256(data).hexdigest()
    entries[name] = {"sha256": digest, "script": script}
    path.write_text(
        json.dumps(entries, indent=2, sort_keys=True) + "\n", encoding="utf-8"
    )
    print(f"datasets/{name}: {len(data):,} bytes, {digest[:12]}…")
