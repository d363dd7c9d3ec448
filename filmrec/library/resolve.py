"""Which films a person's file means: by what was decided, by id, by title; or one of its own."""

from __future__ import annotations

import enum
import json
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from filmrec.library import aliases
from filmrec.library.aliases import IMPORT, REVIEW, Meaning
from filmrec.library.intake import add_own_films, adopt_ids
from filmrec.library.journal import QUESTION, Change, Key
from filmrec.library.matching import Evidence, Match, Outcome, match_films, own_films_named
from filmrec.library.merge import join_named_so
from filmrec.library.own_films import ID_COLUMNS
from filmrec.library.titles import key

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

    from filmrec.films import NamedFilm
    from filmrec.library.journal import Group


class Standing(enum.StrEnum):
    """How sure it is which film is meant.

    AMBIGUOUS and UNMATCHED films are kept as films of the person's own, under the name that the
    file gives. LEFT_OUT is the person's decision that it is no film.
    """

    KNOWN = "known"
    AMBIGUOUS = "ambiguous"
    UNMATCHED = "unmatched"
    LEFT_OUT = "left out"


class Resolved(NamedTuple):
    """`film_id` is None only where LEFT_OUT; `candidates` are films it may be, best first."""

    film_id: int | None
    standing: Standing
    candidates: tuple[int, ...] = ()


class Resolution(NamedTuple):
    """What each name means, and how many films turned out to be another one and became it."""

    films: list[Resolved]
    n_joined: int


@dataclass(slots=True)
class _Resolution:
    db: sqlite3.Connection
    named: Sequence[NamedFilm]
    # Of names that each mean another film than the others of their export: which export that is.
    distinct: Mapping[NamedFilm, int]
    in_doubt: Collection[NamedFilm]
    film_ids: dict[int, int | None] = field(default_factory=dict)
    matches: dict[int, Match] = field(default_factory=dict)
    by_id: list[int] = field(default_factory=list)
    # Of each film the addresses by which it is known here, and the names that mean it.
    addresses: dict[int, set[str]] = field(default_factory=dict)
    meant_by: dict[int, list[NamedFilm]] = field(default_factory=dict)


def resolve(
    db: sqlite3.Connection,
    group: Group,
    named: Sequence[NamedFilm],
    progress: Callable[[float], None] | None = None,
    *,
    distinct: Mapping[NamedFilm, int] = MappingProxyType({}),
    in_doubt: Collection[NamedFilm] = (),
) -> Resolution:
    """The film that each name means, in their order; what no catalogue has becomes an own film.

    Addresses are kept as aliases, and ids are given to films that lack them. `progress` is told
    the share that is done, 0 to 1. No two names that are `distinct` by one number mean one film,
    and none that is `in_doubt` is taken for one of the catalogue.
    """
    found = _Resolution(db, named, distinct, in_doubt)
    by_name = _decided(found)
    _matched(found, by_name, progress)
    _make_own(found, group)
    joined = _join(found, group)
    _keep_addresses(found, group)
    adopt_ids(
        db,
        group,
        ((film_id, named[n]) for n, film_id in found.film_ids.items() if film_id is not None),
    )
    return Resolution(_standings(found), len(joined))


def _decided(found: _Resolution) -> dict[str, Meaning]:
    """Settle what an alias decides; returns what the person decided of names."""
    certain = [aliases.certain(film) for film in found.named]
    # Few people have decided anything of a name, and then there is nothing to look up.
    decided = aliases.any_by_name(found.db)
    names = [aliases.by_name(film) for film in found.named] if decided else []
    meanings = aliases.meanings(
        found.db, {alias for several in certain for alias in several} | set(names)
    )
    for n, several in enumerate(certain):
        known = next((meanings[alias] for alias in several if alias in meanings), None)
        if known is not None:
            _settle(found, n, known.film_id)
    return {name: meanings[name] for name in names if name in meanings}


def _matched(
    found: _Resolution, by_name: dict[str, Meaning], progress: Callable[[float], None] | None
) -> None:
    open_ = [n for n in range(len(found.named)) if n not in found.film_ids]
    matches = match_films(found.db, [found.named[n] for n in open_], progress=progress)
    if found.in_doubt:
        matches = _left_in_doubt(found, open_, matches)
    known_ids = {match.film_id for match in matches if match.film_id is not None}
    found.addresses = aliases.addresses(found.db, sorted(known_ids))
    # What an id says goes before what a name may mean.
    by_id_first = sorted(
        zip(open_, matches, strict=True), key=lambda pair: pair[1].evidence is not Evidence.ID
    )
    for n, match in by_id_first:
        film = found.named[n]
        is_matched = match.outcome is Outcome.MATCHED
        decided = by_name.get(aliases.by_name(film)) if by_name else None
        if decided is not None and not (is_matched and match.evidence is Evidence.ID):
            _settle(found, n, decided.film_id)
        elif is_matched and match.film_id is not None:
            if _is_another(found, film, match.film_id, match.evidence):
                doubt = (match.film_id, *match.candidates)
                found.matches[n] = Match(Outcome.AMBIGUOUS, None, match.evidence, doubt)
            else:
                _settle(found, n, match.film_id)
                if match.evidence is Evidence.ID:
                    found.by_id.append(n)
        else:
            found.matches[n] = match


def _left_in_doubt(
    found: _Resolution, open_: Sequence[int], matches: Sequence[Match]
) -> list[Match]:
    """The matches, those of names in doubt with an own film or none."""
    kept = list(matches)
    doubtful = [at for at, n in enumerate(open_) if found.named[n] in found.in_doubt]
    films = [found.named[open_[at]] for at in doubtful]
    for at, own in zip(doubtful, own_films_named(found.db, films), strict=True):
        match = matches[at]
        if own is not None:
            kept[at] = Match(Outcome.MATCHED, own, match.evidence)
        elif match.film_id is not None:
            candidates = (match.film_id, *match.candidates)
            kept[at] = Match(Outcome.AMBIGUOUS, None, match.evidence, candidates)
    return kept


def _settle(found: _Resolution, n: int, film_id: int | None) -> None:
    found.film_ids[n] = film_id
    if film_id is not None:
        found.meant_by.setdefault(film_id, []).append(found.named[n])


def _is_another(found: _Resolution, film: NamedFilm, film_id: int, evidence: Evidence) -> bool:
    """Whether that film is known by another address, or meant by a name that is another film's."""
    is_addressed = film.address is not None and film.address.startswith(aliases.FILM_ADDRESS)
    if is_addressed and found.addresses.get(film_id, set()) - {film.address}:
        return True
    return any(
        _are_two(found, film, other, () if evidence is Evidence.ID else ID_COLUMNS)
        for other in found.meant_by.get(film_id, ())
    )


def _make_own(found: _Resolution, group: Group) -> None:
    """Films of their own for names without a film, one for all that name the same."""
    same_as = _alike(found)
    new = [n for n, first in same_as.items() if n == first]
    film_ids = dict(
        zip(new, add_own_films(found.db, group, [found.named[n] for n in new]), strict=True)
    )
    found.film_ids.update({n: film_ids[first] for n, first in same_as.items()})
    group.change_all(
        found.db,
        [
            Change(Key(film_ids[n], QUESTION), None, {"reason": found.matches[n].outcome.value})
            for n in new
            if found.matches[n].candidates
        ],
    )


def _alike(found: _Resolution) -> dict[int, int]:
    """For each name without a film the first that names the same: by an id, or by equal names."""
    first: dict[int, int] = {}
    groups: dict[int, list[int]] = {}
    known: dict[tuple[object, ...], list[int]] = {}
    for n in found.matches:
        film = found.named[n]
        ids = [(column, value) for column in ID_COLUMNS if (value := getattr(film, column))]
        groups[n], first[n] = [n], n
        for said, columns in (
            *((id_, ()) for id_ in ids),
            ((key(film.title), film.year), ID_COLUMNS),
        ):
            for m in known.setdefault(said, []):
                one, other = sorted((first[m], first[n]))
                if one == other:
                    break
                if not _any_two(found, groups[one], groups[other], columns):
                    groups[one] += groups.pop(other)
                    first.update(dict.fromkeys(groups[one], one))
                    break
            known[said].append(n)
    return first


def _any_two(
    found: _Resolution, some: Iterable[int], others: Sequence[int], columns: Sequence[str]
) -> bool:
    return any(
        _are_two(found, found.named[n], found.named[m], columns) for n in some for m in others
    )


def _are_two(
    found: _Resolution, one: NamedFilm, other: NamedFilm, columns: Iterable[str] = ID_COLUMNS
) -> bool:
    """Whether two names are those of two films: by their addresses, or by the ids in `columns`."""
    export = found.distinct.get(one)
    if export is not None and export == found.distinct.get(other):
        return one != other
    if one.address and other.address and one.address != other.address:
        # A film may have a short address and a long one.
        return one.address.partition("/")[0] == other.address.partition("/")[0]
    return any(
        None not in {getattr(one, column), getattr(other, column)}
        and getattr(one, column) != getattr(other, column)
        for column in columns
    )


def _join(found: _Resolution, group: Group) -> dict[int, int]:
    """Merge own films with those that a name of theirs, with an id, turned out to mean."""
    meant = [(found.named[n], film_id) for n in found.by_id if (film_id := found.film_ids[n])]
    joined = join_named_so(found.db, group, meant)
    if joined:
        found.film_ids = {n: joined.get(f or 0, f) for n, f in found.film_ids.items()}
    return joined


def _keep_addresses(found: _Resolution, group: Group) -> None:
    wanted = {
        film.address: Meaning(found.film_ids[n], IMPORT)
        for n, film in enumerate(found.named)
        if film.address is not None and found.film_ids[n] is not None
    }
    known = aliases.meanings(found.db, wanted)
    aliases.set_meanings(
        found.db, group, {alias: wanted[alias] for alias in wanted if alias not in known}
    )


def _standings(found: _Resolution) -> list[Resolved]:
    film_ids = json.dumps(sorted({f for f in found.film_ids.values() if f is not None}))
    undecided = {
        film_id: Standing.UNMATCHED if reason is None else Standing(reason)
        for film_id, reason in found.db.execute(
            "SELECT film_id, reason FROM films LEFT JOIN questions USING (film_id) WHERE is_own "
            "AND film_id IN (SELECT value FROM json_each(?)) AND film_id NOT IN "
            "(SELECT film_id FROM aliases WHERE origin = ? AND film_id IS NOT NULL)",
            (film_ids, REVIEW),
        )
    }
    asked = {film_id for (film_id,) in found.db.execute("SELECT film_id FROM questions")}
    again = [n for n, f in found.film_ids.items() if f in asked and n not in found.matches]
    matches = match_films(found.db, [found.named[n] for n in again], catalogue_only=True)
    candidates = {n: match.possible for n, match in zip(again, matches, strict=True)}
    candidates.update({n: match.candidates for n, match in found.matches.items()})
    return [
        Resolved(None, Standing.LEFT_OUT)
        if film_id is None
        else Resolved(film_id, undecided.get(film_id, Standing.KNOWN), candidates.get(n, ()))
        for n, film_id in sorted(found.film_ids.items())
    ]
