"""For those who teach: what is made of the lessons, and judged by their exercises."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from helpers.places import OneLineError


@contextmanager
def writing(to: Path, mode: int = 0o777) -> Iterator[None]:
    """Make a folder for what the block writes; OneLineError where that fails."""
    try:
        if to.exists() and not to.is_dir():
            raise OneLineError(f"{to} is a file: name a folder with --to.")
        to.mkdir(mode, parents=True, exist_ok=True)
        yield
    except OSError as error:
        raise OneLineError(
            f"{to} cannot be written: {error.strerror or error}. Name another folder "
            "with --to."
        ) from None
