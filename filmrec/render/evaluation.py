"""`filmrec evaluate`: how hidden favourites ranked, and how sure one can be of it."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from rich.console import Group
from rich.table import Table
from rich.text import Text

from filmrec.render.tables import film_text, new_table
from filmrec.render.text import plural

if TYPE_CHECKING:
    from rich.console import RenderableType

    from filmrec.actions.evaluate import Evaluation
    from filmrec.model.evaluate import PersonEvaluation, Placement

# Below this many favourites the interval is too wide to compare anything by.
FEW_FAVOURITES = 10
SHOWN_FAVOURITES = 10


def evaluation_report(evaluation: Evaluation) -> Group:
    result = evaluation.result
    n_favourites = len(result.favourites)
    hidden = plural(len(result.items), "newest rating")
    lines: list[RenderableType] = [
        Text(
            f"Hidden: your {hidden}, {n_favourites} of them 4 stars or more."
            f" Told: the other {result.n_given:,}. Ranked: {plural(result.n_candidates, 'film')}."
        )
    ]
    if n_favourites == 0:
        lines.append(Text("No favourite among the hidden ones, so there is nothing to find again."))
        lines.append(Text("`--holdout 0.5` hides more of your ratings."))
        return Group(*lines)
    lines += [Text(), _placements(result), Text(), Text(_verdict(result))]
    return Group(*lines, Text(), _favourites(evaluation))


def _placements(result: PersonEvaluation) -> Table:
    table = new_table()
    table.add_column("ranked by")
    for name in ("above, of all films", "in top 10", "in top 50", "liked over disliked"):
        table.add_column(name, justify="right")
    for name, placement in (("filmrec", result.model), ("popularity", result.popularity)):
        table.add_row(
            name,
            _percentile(placement),
            str(placement.hits_at_10),
            str(placement.hits_at_50),
            "-" if math.isnan(placement.auc) else f"{placement.auc:.2f}",
        )
    table.add_row(
        "chance",
        "50%",
        f"{result.chance_hits_at_10:.1f}",
        f"{result.chance_hits_at_50:.1f}",
        "-" if math.isnan(result.model.auc) else "0.50",
    )
    return table


def _percentile(placement: Placement) -> str:
    low, high = placement.interval
    interval = "" if math.isnan(low) else f" ({low:.1f} to {high:.1f})"
    return f"{placement.mean_percentile:.1f}%{interval}"


def _verdict(result: PersonEvaluation) -> str:
    mean = result.model.mean_percentile
    low, high = result.model.interval
    told = f"A hidden favourite stood above {mean:.1f}% of all films on average{_against(result)}."
    if math.isnan(low):
        return f"{told} It is one film: that tells next to nothing."
    sure = f" From {len(result.favourites)} films, 95% sure: between {low:.1f}% and {high:.1f}%."
    few = " So few tell little; rate more films and ask again."
    return told + sure + (few if len(result.favourites) < FEW_FAVOURITES else "")


def _against(result: PersonEvaluation) -> str:
    ours, theirs = result.model.mean_percentile, result.popularity.mean_percentile
    if round(ours, 1) == round(theirs, 1):
        return ", just as by popularity"
    return f", {'higher' if ours > theirs else 'lower'} than by popularity ({theirs:.1f}%)"


def _favourites(evaluation: Evaluation) -> Table:
    table = new_table()
    table.add_column("hidden favourite", overflow="fold")
    table.add_column("above", justify="right", no_wrap=True)
    for film, percentile in evaluation.favourites[:SHOWN_FAVOURITES]:
        table.add_row(film_text(film), Text(f"{percentile:.1f}%"))
    return table
