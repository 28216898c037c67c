"""Run by .venv's Python: say as one line of JSON what is installed there.

Arguments: the course's folder, then the pins ("numpy==2.4.6"). The answer: Python's
version, whether there is a pip, and a list of what is wrong.
"""

import importlib.metadata
import importlib.util
import json
import sys
from pathlib import Path


def main(root: str, pins: list[str]) -> None:
    wrong = []
    for name, pin in (text.split("==") for text in pins):
        try:
            version = importlib.metadata.version(name)
        except importlib.metadata.PackageNotFoundError:
            version = "missing"
        if version.split("+")[0] != pin:
            wrong.append(f"{name} is {version}, not {pin}")
    helpers = importlib.util.find_spec("helpers")
    home = Path(helpers.origin).parent if helpers and helpers.origin else None
    if not home or not home.samefile(Path(root) / "helpers"):
        wrong.append("helpers is missing")
    pip = bool(importlib.util.find_spec("pip"))
    print(json.dumps([sys.version_info[:3], pip, wrong]))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])
