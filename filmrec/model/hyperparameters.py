"""What training can be told, apart from the ratings themselves."""

from __future__ import annotations

from dataclasses import asdict, dataclass

MAX_SEED = 2**31 - 1


@dataclass(frozen=True, slots=True)
class Hyperparameters:
    """Settings of a training run; the defaults are tuned on MovieLens.

    Parameters
    ----------
    n_members : int
        LightFM models of the ensemble, which differ in their seed alone.
    n_components : int
        Length of an embedding.
    epochs : int
        Passes over a community of up to a million ratings; fewer over a larger one.
    learning_rate : float
        Adagrad's first step.
    max_sampled : int
        Films WARP draws at most to find one ranked wrongly.
    linear_rank : int
        Length of an item's factors in the linear item-item part.
    most_ratings : int
        Of a community with more, people are sampled; 0: everybody counts.
    seed : int

    Raises
    ------
    ValueError
        When a value is outside its range; the message names it.
    """

    n_members: int = 4
    n_components: int = 64
    epochs: int = 10
    learning_rate: float = 0.05
    max_sampled: int = 30
    linear_rank: int = 512
    most_ratings: int = 0
    seed: int = 0

    def __post_init__(self) -> None:
        limits = {
            "n_members": (1, 64),
            "n_components": (1, 1024),
            "epochs": (1, 1000),
            "learning_rate": (1e-6, 10),
            "max_sampled": (1, 10_000),
            "linear_rank": (1, 4096),
            "most_ratings": (0, 2**40),
            "seed": (0, MAX_SEED),
        }
        for name, (lowest, highest) in limits.items():
            value = getattr(self, name)
            if not lowest <= value <= highest:
                raise ValueError(f"{name} goes from {lowest} to {highest}, not {value}")

    def as_text(self) -> str:
        """Every value by name, the same for equal hyperparameters: part of the fingerprint."""
        return " ".join(f"{name}={value!r}" for name, value in sorted(asdict(self).items()))
