"""What the community's own set tells of its films beside who rated them: genres, decade, tags.

Nothing of TMDb's is in here, so every training may use it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from filmrec.actions.community import films_of_set
from filmrec.actions.community_tags import tags_of_items
from filmrec.model.features import ItemFeatures, encode_features

if TYPE_CHECKING:
    from collections.abc import Iterator

    import numpy as np
    from numpy.typing import NDArray

    from filmrec.actions.community import Community
    from filmrec.library import NewFilm


def known_of(community: Community, item_ids: NDArray[np.int32]) -> ItemFeatures:
    """The features of every item of the community.

    Raises
    ------
    StorageError
        When the films or tags cannot be read or are damaged.
    """
    told = {film.movielens_id: tuple(_names(film)) for film in films_of_set(community)}
    tags = tags_of_items(community.folder, len(item_ids))
    return encode_features(
        [
            [*told.get(item_id, ()), *(f"tag:{tag}" for tag in own)]
            for item_id, own in zip(item_ids.tolist(), tags, strict=True)
        ]
    )


def _names(film: NewFilm) -> Iterator[str]:
    for genre in dict.fromkeys(film.genres):
        yield f"genre:{genre}"
    if film.year is not None:
        yield f"decade:{film.year // 10}"
