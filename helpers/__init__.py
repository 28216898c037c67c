"""What every lesson shares: claims, figures, numbers, data, progress, exercises.

Importing this package is quick and does nothing: NumPy, matplotlib, Pillow and IPython
are imported by the functions that need them, when they are called.
"""

from helpers.claims import ClaimFailed, claim
from helpers.course_map import show_map
from helpers.data import DatasetError, dataset
from helpers.figures import role, show
from helpers.numbers import approx, megabytes, quote, seconds, track

__all__ = [
    "ClaimFailed",
    "DatasetError",
    "approx",
    "claim",
    "dataset",
    "megabytes",
    "quote",
    "role",
    "seconds",
    "show",
    "show_map",
    "track",
]
