"""Run by .venv's Python in the course's folder: say in JSON what is installed.

Arguments: that folder, then the requirement files. The answer: Python's version, the
folder of the packages, and a list of what is wrong.
"""

import importlib.metadata
import importlib.util
import json
import re
import sys
import sysconfig
from pathlib import Path


def main(root: str, files: list[str]) -> None:
    wrong = []
    for file in files:
        text = (Path(root) / file).read_text("utf-8")
        needed = file.endswith(
            "requirements.txt"
        )  # constraints only bind what is there
        for name, pin in re.findall(r"(?m)^([\w.-]+)(?:\[[\w,-]+])?==([\w.]+)", text):
            try:
                version = importlib.metadata.version(name)
            except importlib.metadata.PackageNotFoundError:
                version = "missing" if needed else pin
            if version.split("+")[0] != pin:
                wrong.append(f"{name} is {version}, not {pin}")
    helpers = importlib.util.find_spec("helpers")
    home = Path(helpers.origin).parent if helpers and helpers.origin else None
    if not home or not home.exists() or not home.samefile(Path(root) / "helpers"):
        wrong.append("helpers is missing")
    site = sysconfig.get_path("purelib")
    print(json.dumps([sys.version_info[:3], site, list(dict.fromkeys(wrong))]))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])
