"""Films that the people who like one film like as well."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from filmrec.actions.items import films_of, items_of
from filmrec.actions.recommend import item_ids
from filmrec.errors import FilmrecError
from filmrec.model.rank import too_few_ratings
from filmrec.model.similar import similar_items

if TYPE_CHECKING:
    from filmrec.films import Film
    from filmrec.library import Library
    from filmrec.model.artifact import Model


@dataclass(frozen=True, slots=True)
class SimilarFilm:
    """`similarity` only ranks: it compares films with one film and has no unit."""

    film: Film
    similarity: float


def similar(library: Library, model: Model, film: Film, count: int) -> list[SimilarFilm]:
    """The films most like `film` in whom they please, the most alike first.

    Raises
    ------
    FilmrecError
        When too few people rated the film to tell.
    """
    items = items_of(model, item_ids([film]))
    if not len(items) or too_few_ratings(model)[items[0]]:
        raise FilmrecError(
            f"too few people in the community rated {film.name} to tell what is like it",
            hint="choose a film that more people know",
        )
    found, similarities = similar_items(model, int(items[0]), count)
    films = films_of(library, model.item_ids, found)
    return [
        SimilarFilm(film, float(similarity))
        for film, similarity in zip(films, similarities, strict=True)
    ]
