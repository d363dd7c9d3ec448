"""Items that the same people like."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from filmrec.model.geometry import linear_rows, over_items, unit_embeddings
from filmrec.model.rank import knownness, standardise, too_few_ratings, top_k

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from filmrec.model.artifact import Model


# Of the linear part beside the cosine, and people added to a film's raters before the linear
# part is divided by the root of their number, so that neither a crowd nor a handful wins.
LINEAR_SHARE = 0.5
LINEAR_DAMPING = 5.0


def similar_items(model: Model, item: int, k: int) -> tuple[NDArray[np.intp], NDArray[np.float32]]:
    """The k items most like `item`, most alike first, and how alike they are.

    Items with too few ratings to say anything about are neither answers nor askable: for such an
    `item` both arrays are empty. Ties go to the lower index.
    """
    if not 0 <= item < model.n_items:
        raise ValueError(f"items go from 0 to {model.n_items - 1}, not {item}")
    unknown = too_few_ratings(model)
    if unknown[item]:
        return np.empty(0, dtype=np.intp), np.empty(0, dtype=np.float32)
    similarities = item_similarities(model, item)
    allowed = ~unknown
    allowed[item] = False
    nearest = top_k(similarities, k, allowed)
    return nearest, similarities[nearest]


def item_similarities(model: Model, item: int) -> NDArray[np.float32]:
    """How alike every item is to `item`, shape (n_items,); comparable for one `item` only.

    Two standardised parts: the mean cosine over the members, which knows kinds of films and
    their times, and the weight of `item` in the linear part for long histories, which knows the
    single film (its sequels first) by what it says of another beyond all others. What nobody rated
    is like what people know, not like what else nobody rated.
    """
    vectors = unit_embeddings(model, np.arange(model.n_items))
    cosines = np.einsum("mic,mc->i", vectors, vectors[:, item])
    if model.is_cold[item]:
        # Of two items that nobody rated the kind is all that is known, which is the same for many.
        cosines[model.is_cold] = cosines.mean()
    factors, scales = model.linear_factors[0], model.linear_scales[0]
    _, rows = linear_rows(model, np.array([item]))
    weights = over_items(model, factors @ factors[rows].sum(axis=0) * scales[1])
    weights /= np.sqrt(model.item_counts + np.float32(LINEAR_DAMPING))
    weights[item] = 0
    return np.asarray(standardise(cosines) + LINEAR_SHARE * standardise(weights))


def resembling(
    model: Model, scores: NDArray[np.float32], items: NDArray[np.integer]
) -> NDArray[np.float32]:
    """Scores turned from "what such a person would come to" towards "what is like these items".

    Of somebody known by a film or two the likeliest next film is one that everybody sees; who
    names examples asks for something else. So likeness to them is added and being widely known
    taken off, each in units of its deviation.
    """
    turned = scores - knownness(model)
    if len(items):
        likeness = [standardise(item_similarities(model, int(item))) for item in items]
        turned = turned + np.mean(likeness, axis=0)
    return np.asarray(turned, dtype=np.float32)
