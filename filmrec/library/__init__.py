"""The person's shelf: films, ratings, marks and their history in one SQLite file.

Every SQL statement of the project is in this package.
"""

from filmrec.library.catalogue import NewFilm
from filmrec.library.history import Step, StepState
from filmrec.library.runs import Run
from filmrec.library.storage import Community, Library, open_library
from filmrec.library.titles import normalise

__all__ = [
    "Community",
    "Library",
    "NewFilm",
    "Run",
    "Step",
    "StepState",
    "normalise",
    "open_library",
]
