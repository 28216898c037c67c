"""Run by .venv's Python: forget packages that an interrupted pip left half installed.

They have no list of their files, and pip would refuse to replace them.
"""

import importlib.metadata
import shutil

if __name__ == "__main__":
    for package in list(importlib.metadata.distributions()):
        if package.files is None:
            shutil.rmtree(package._path, ignore_errors=True)
