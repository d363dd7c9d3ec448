"""The person's shelf: films, ratings, marks and their history in one SQLite file.

Every SQL statement of the project is in this package.
"""

from filmrec.library.aliases import REVIEW, Meaning
from filmrec.library.catalogue import NewFilm
from filmrec.library.facts import MAX_AGE, FactsInfo, IdTakenError, Landing
from filmrec.library.history import Step, StepState
from filmrec.library.joining import Joined, join
from filmrec.library.journal import CHAT_LINE, RATING, VIEWING, Key, Values, timestamp
from filmrec.library.matching import Evidence, Match
from filmrec.library.resolve import Resolved, Standing
from filmrec.library.runs import Run
from filmrec.library.storage import Community, Library, open_library
from filmrec.library.titles import normalise

__all__ = [
    "CHAT_LINE",
    "MAX_AGE",
    "RATING",
    "REVIEW",
    "VIEWING",
    "Community",
    "Evidence",
    "FactsInfo",
    "IdTakenError",
    "Joined",
    "Key",
    "Landing",
    "Library",
    "Match",
    "Meaning",
    "NewFilm",
    "Resolved",
    "Run",
    "Standing",
    "Step",
    "StepState",
    "Values",
    "join",
    "normalise",
    "open_library",
    "timestamp",
]
