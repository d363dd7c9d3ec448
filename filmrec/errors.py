"""What can go wrong, in the words of the person it goes wrong for.

Every error says what happened (`message`), how to mend it (`hint`) and what the process exits
with (`exit_code`); the command line prints the first two and returns the third. A foreign error
(SQLite, the operating system, numpy) is turned into one of these where it enters.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from filmrec.films import Film


class FilmrecError(Exception):
    """Base of everything that the program reports instead of crashing."""

    exit_code = 1
    hint: str | None = None

    def __init__(self, message: str, *, hint: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        if hint is not None:
            self.hint = hint


class UsageError(FilmrecError):
    """The command line asks for something that does not exist or cannot be."""

    exit_code = 2


class StorageError(FilmrecError):
    """A file of ours cannot be read or written: no space, no permission, damaged."""


class NewerLibraryError(StorageError):
    """The library was written by a newer filmrec than this one."""


class TrainingTooLargeError(FilmrecError):
    """Not even the smallest sample of the community can be learnt with what there is."""


class ModelUnusableError(FilmrecError):
    """A model file is damaged, foreign or of another format; training again replaces it."""

    hint = "run `filmrec train`"


class UnreadableFileError(FilmrecError):
    """A file that the person brings is not what it should be, or more than an export can be."""


class NotReadyError(FilmrecError):
    """Something else must be done first."""

    exit_code = 3


class FilmNotFoundError(FilmrecError):
    """No film answers to the words given.

    `candidates` are the nearest films, best first; possibly none.
    """

    exit_code = 4

    def __init__(
        self, message: str, *, candidates: Sequence[Film] = (), hint: str | None = None
    ) -> None:
        super().__init__(message, hint=hint)
        self.candidates = tuple(candidates)


class AmbiguousFilmError(FilmNotFoundError):
    """Several films answer to the words given; `candidates` are those films."""


class NotOpenError(FilmrecError):
    """A question is answered that is not asked any more: undone or answered at another terminal."""

    hint = "`filmrec import --review` asks what is open now"


class TmdbError(FilmrecError):
    """TMDb was not asked, or did not answer as it should.

    `concerns_all` tells that the next film would fare no better.
    """

    concerns_all = False


class NoKeyError(TmdbError):
    """There is no key to ask TMDb with, or what there is cannot be one."""

    exit_code = 3
    concerns_all = True
    hint = (
        "get a free token at https://www.themoviedb.org/settings/api, "
        "then run `filmrec config set tmdb-token`"
    )


class RefusedKeyError(TmdbError):
    """TMDb does not take the key."""

    exit_code = 3
    concerns_all = True
    hint = (
        "compare it with the one at https://www.themoviedb.org/settings/api, "
        "then run `filmrec config set tmdb-token`"
    )


class NoSuchTmdbFilmError(TmdbError):
    """TMDb has no film of that number."""

    exit_code = 4
    hint = "films are removed and merged there; look it up by its title"


class TooManyRequestsError(TmdbError):
    """TMDb asks for a pause, and again after it."""

    hint = "wait some minutes, then run the command again: it goes on where it stopped"


class TmdbDownError(TmdbError):
    """TMDb answers with an error of its own, or not in time."""

    hint = "try again later; what was fetched before is kept"


class WrongAnswerError(TmdbError):
    """What came is not an answer of TMDb's: another page, another form, too large, cut off."""

    hint = "try again; on a public network, open a browser and log in there first"


class NoNetworkError(TmdbError):
    """No connection to TMDb can be made."""

    concerns_all = True
    hint = "check the connection; `filmrec --offline ...` uses what was fetched before"


class NameNotResolvedError(NoNetworkError):
    """The name of TMDb's server leads nowhere: no network, or a provider that blocks it."""

    hint = (
        "check the connection; some providers block this name, then another DNS server "
        "(1.1.1.1, 9.9.9.9) helps"
    )


class OfflineError(TmdbError):
    """It was not fetched before, and nothing may be fetched now."""

    exit_code = 3
    hint = "run it once with a network, without --offline"
