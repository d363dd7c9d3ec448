"""What a file says of films against what is stored: which of the two counts, row by row.

Values only. Of two ratings the newer counts; one without a date is older than any other, except
that a later export of the same source counts even without. What was read out of a chat gives
way to what was rated.
"""

from __future__ import annotations

import enum
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

from filmrec.films import CHAT, Mark
from filmrec.library import RATING, VIEWING, Key, timestamp

if TYPE_CHECKING:
    from collections.abc import Container, Mapping, Sequence
    from datetime import datetime

    from filmrec.imports.rows import Row
    from filmrec.library import Values


# Looking the value of a mark up costs more than everything else done with a row.
_SEEN, _LIKED, _WATCHLIST = Mark.SEEN.value, Mark.LIKED.value, Mark.WATCHLIST.value
_HIDDEN = Mark.HIDDEN.value
# What takes a film off the watchlist, and which of its values is the time; a viewing has its own.
_TAKE_OFF = {RATING: "rated_at", _SEEN: "marked_at", _HIDDEN: "marked_at", VIEWING: None}


class Outcome(enum.StrEnum):
    """What became of a row; every row has exactly one.

    OLDER is a rating that gave way to a newer one, LOGGED a day on which the film was watched,
    MARKED any other mark, like hidden.
    """

    NEW = "new"
    UPDATED = "updated"
    UNCHANGED = "unchanged"
    OLDER = "older"
    SEEN = "seen"
    WATCHLIST = "watchlist"
    LIKED = "liked"
    LOGGED = "logged"
    MARKED = "marked"


class Said(NamedTuple):
    """A row of one source, and the film that it is about."""

    source: str
    film_id: int
    row: Row


class Given(NamedTuple):
    """A rating in half stars, when it was given, as stored, and where it is from."""

    half_stars: int
    rated_at: str | None
    source: str


class Conflict(NamedTuple):
    """A rating that differs from the stored one: the one kept and the other."""

    said: Said
    is_update: bool
    kept: Given
    given_up: Given


@dataclass(slots=True)
class Reconciled:
    """`outcomes` stand beside the rows; `after` is the new state of every key that changed."""

    outcomes: list[Outcome]
    after: dict[Key, Values] = field(default_factory=dict)
    conflicts: list[Conflict] = field(default_factory=list)
    n_off_watchlist: int = 0


def reconcile(
    rows: Sequence[Said],
    stored: Mapping[Key, Values],
    sources_with_all_ratings: Container[str] = (),
    taken_away: Mapping[Key, Values] = MappingProxyType({}),
) -> Reconciled:
    """Weigh each row against what is stored and against the other rows.

    What the person took away by hand is not brought back by the very same row.

    The stars of a log give way to a plain rating of the same source, or to there being none where
    the files hold all ratings of that source.
    """
    work = _Work(dict(stored), taken_away, Reconciled([Outcome.UNCHANGED] * len(rows)))
    counting = _counting_ratings(rows, sources_with_all_ratings)
    still_listed = {said.film_id for said in rows if said.row.is_on_watchlist}
    if still_listed:
        work.let_be = _last_words(stored, still_listed)
    for n, said in enumerate(rows):
        work.result.outcomes[n] = work.take(said, counts=counting.get(said.film_id) == n)
    for n, said in enumerate(rows):
        if said.row.half_stars is None or said.row.is_log or counting[said.film_id] == n:
            continue
        standing = work.now.get(Key(said.film_id, RATING))
        if standing is not None and standing["half_stars"] != said.row.half_stars:
            work.result.outcomes[n] = Outcome.OLDER
    work.clear_watchlist(still_listed)
    return work.result


def _counting_ratings(
    rows: Sequence[Said], sources_with_all_ratings: Container[str]
) -> dict[int, int]:
    """Of each film the row whose rating counts: the newest, the later one of equals."""
    plain = {
        (said.film_id, said.source)
        for said in rows
        if said.row.half_stars is not None and not said.row.is_log
    }
    best: dict[int, tuple[str, int]] = {}
    for n, said in enumerate(rows):
        if said.row.half_stars is None:
            continue
        gives_way = said.row.is_log and (
            said.source in sources_with_all_ratings or (said.film_id, said.source) in plain
        )
        if not gives_way:
            weight = (_time(said.row.rated_at) or "", n)
            best[said.film_id] = max(weight, best.get(said.film_id, weight))
    return {film_id: n for film_id, (_, n) in best.items()}


@dataclass(slots=True)
class _Work:
    now: dict[Key, Values]
    taken_away: Mapping[Key, Values]
    result: Reconciled
    # Films that were known to be watched, or hidden, before: the last day of that.
    let_be: Mapping[int, str] = field(default_factory=dict)
    # Films that were not known to be watched, and the last day that the rows give for it.
    newly_watched: dict[int, str] = field(default_factory=dict)

    def put(self, key: Key, values: Values) -> None:
        self.now[key] = self.result.after[key] = values

    def take(self, said: Said, *, counts: bool) -> Outcome:
        """Enter everything that a row says; the first of these is what became of it."""
        row = said.row
        outcomes = []
        if row.half_stars is not None:
            outcomes.append(self._rate(said) if counts else Outcome.UNCHANGED)
        if row.is_on_watchlist:
            outcomes.append(self._list(said))
        if row.is_liked:
            outcomes.append(self._mark(said, _LIKED, row.liked_at, Outcome.LIKED))
        if row.other_mark is not None:
            outcomes.append(
                self._mark(said, row.other_mark.value, row.other_marked_at, Outcome.MARKED)
            )
        if row.viewing is not None:
            outcomes.append(self._log(said))
        if row.is_seen:
            outcomes.append(self._mark(said, _SEEN, row.seen_at, Outcome.SEEN))
        if not {Outcome.NEW, Outcome.SEEN, Outcome.LOGGED}.isdisjoint(outcomes):
            day = _day_watched(row)
            self.newly_watched[said.film_id] = max(day, self.newly_watched.get(said.film_id, ""))
        changed = (outcome for outcome in outcomes if outcome is not Outcome.UNCHANGED)
        return next(changed, Outcome.UNCHANGED)

    def _rate(self, said: Said) -> Outcome:
        key = Key(said.film_id, RATING)
        given: dict[str, Any] = {
            "half_stars": said.row.half_stars,
            "rated_at": _time(said.row.rated_at),
            "source": said.source,
        }
        standing = self.now.get(key)
        is_confirmed = standing is not None and _is_guess(standing) and not _is_guess(given)
        if standing is None or (is_confirmed and standing["half_stars"] == given["half_stars"]):
            return self._add(key, given, Outcome.NEW)
        if standing["half_stars"] == given["half_stars"]:
            # Said again later, it stands against what was said in between.
            if (given["rated_at"] or "") > (standing["rated_at"] or ""):
                self.put(key, given)
            return Outcome.UNCHANGED
        if _outweighs(given, standing):
            self.put(key, given)
            self.result.conflicts.append(_conflict(said, given, standing, is_update=True))
            return Outcome.UPDATED
        self.result.conflicts.append(_conflict(said, standing, given, is_update=False))
        return Outcome.OLDER

    def _mark(self, said: Said, mark: str, at: datetime | None, outcome: Outcome) -> Outcome:
        key = Key(said.film_id, mark)
        if self.now.get(key) is not None:
            return Outcome.UNCHANGED
        return self._add(key, {"marked_at": _time(at), "source": said.source}, outcome)

    def _list(self, said: Said) -> Outcome:
        """Put a film on the watchlist, unless it was watched or hidden since."""
        listed_on = (_time(said.row.listed_at) or "")[:10]
        last = self.let_be.get(said.film_id)
        if last is not None and (not last or last >= listed_on):
            return Outcome.UNCHANGED
        outcome = self._mark(said, _WATCHLIST, said.row.listed_at, Outcome.WATCHLIST)
        hidden = Key(said.film_id, _HIDDEN)
        if last is not None and outcome is Outcome.WATCHLIST and self.now.get(hidden) is not None:
            self.put(hidden, None)
        return outcome

    def _add(self, key: Key, values: Values, outcome: Outcome) -> Outcome:
        """Enter what was not there, unless the person has taken that very thing away."""
        if self.taken_away and self.taken_away.get(key) == values:
            return Outcome.UNCHANGED
        self.put(key, values)
        return outcome

    def _log(self, said: Said) -> Outcome:
        viewing = said.row.viewing
        if viewing is None:
            raise ValueError("the row tells of no viewing")
        key = Key(said.film_id, VIEWING, viewing.watched_on.isoformat())
        if self.now.get(key) is not None:
            return Outcome.UNCHANGED
        self.put(key, {"is_rewatch": int(viewing.is_rewatch), "source": said.source})
        return Outcome.LOGGED

    def clear_watchlist(self, still_listed: set[int]) -> None:
        """Take films off the watchlist that are watched now and that no row lists any more.

        One that was put there after it had been watched stays: it is to be watched again.
        """
        for film_id, day in self.newly_watched.items():
            key = Key(film_id, _WATCHLIST)
            mark = self.now.get(key)
            if mark is None or film_id in still_listed:
                continue
            if not day or day >= (mark["marked_at"] or "")[:10]:
                self.put(key, None)
                self.result.n_off_watchlist += 1


def _last_words(stored: Mapping[Key, Values], film_ids: Container[int]) -> dict[int, str]:
    """Of those films that are watched or hidden the last day of either, "" where it is unknown."""
    days: dict[int, str] = {}
    for key, values in stored.items():
        if values is not None and key.film_id in film_ids and key.subject in _TAKE_OFF:
            name = _TAKE_OFF[key.subject]
            day = key.detail if name is None else (values[name] or "")[:10]
            days[key.film_id] = max(day, days.get(key.film_id, ""))
    return days


def _day_watched(row: Row) -> str:
    if row.viewing is not None:
        return row.viewing.watched_on.isoformat()
    moment = row.seen_at or row.rated_at
    return "" if moment is None else moment.date().isoformat()


def _is_guess(rating: Mapping[str, object]) -> bool:
    return rating["source"] == CHAT


def _outweighs(given: Mapping[str, object], standing: Mapping[str, object]) -> bool:
    if _is_guess(given) is not _is_guess(standing):
        return _is_guess(standing)
    given_at, standing_at = str(given["rated_at"] or ""), str(standing["rated_at"] or "")
    if given["source"] == standing["source"]:
        return not given_at or given_at >= standing_at
    return given_at > standing_at


def _conflict(
    said: Said, kept: Mapping[str, Any], given_up: Mapping[str, Any], *, is_update: bool
) -> Conflict:
    return Conflict(said, is_update, Given(**kept), Given(**given_up))


def _time(moment: datetime | None) -> str | None:
    return None if moment is None else timestamp(moment)


def vanished(
    complete: Mapping[str, set[str]],
    rows: Sequence[Said],
    stored: Mapping[Key, Values],
) -> dict[Key, Values]:
    """What sources say no longer: stored from a source whose files hold all of that subject.

    `complete` are such subjects by source.
    """
    still_said = {
        (said.source, subject, said.film_id)
        for said in rows
        for subject, is_said in (
            (RATING, said.row.half_stars is not None and not said.row.is_log),
            (_SEEN, said.row.is_seen),
            (_WATCHLIST, said.row.is_on_watchlist),
            (_LIKED, said.row.is_liked),
        )
        if is_said
    }
    return {
        key: values
        for key, values in stored.items()
        if values is not None
        and key.subject in complete.get(values["source"], ())
        and (values["source"], key.subject, key.film_id) not in still_said
    }
