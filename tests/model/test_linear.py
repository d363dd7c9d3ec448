from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from scipy import sparse

from filmrec.model import linear
from filmrec.model.linear import linear_factors


def item_weights(factors: NDArray[np.float32], scales: NDArray[np.float32]) -> NDArray[np.floating]:
    weights: NDArray[np.floating] = factors @ factors.T * scales[1] / scales[0][:, None]
    np.fill_diagonal(weights, 0)
    return weights


def dense_ease(people: NDArray[np.float64], l2: float, dropout: float) -> NDArray[np.float64]:
    gram = people.T @ people
    inverse = np.linalg.inv(gram + np.diag(l2 + dropout / (1 - dropout) * np.diag(gram)))
    weights = -inverse / np.diag(inverse)[None, :]
    np.fill_diagonal(weights, 0)
    return weights


@settings(max_examples=40, deadline=None)
@given(
    st.integers(0, 10_000), st.integers(2, 12), st.integers(2, 12), st.sampled_from([0, 0.3, 0.9])
)
def test_with_full_rank_the_weights_are_those_of_the_dense_inverse(
    seed: int, n_users: int, n_items: int, dropout: float
) -> None:
    rng = np.random.default_rng(seed)
    people = rng.random((n_users, n_items)) * (rng.random((n_users, n_items)) < 0.5)
    factors, scales = linear_factors(
        sparse.csr_matrix(people), l2=2.0, dropout=dropout, rank=max(n_users, n_items)
    )
    expected = dense_ease(people, 2.0, dropout)
    assert np.allclose(item_weights(factors, scales), expected, atol=1e-4)


def test_a_large_community_is_factored_alike(monkeypatch: pytest.MonkeyPatch) -> None:
    rng = np.random.default_rng(0)
    people = sparse.random(80, 60, density=0.2, random_state=rng, format="csr")
    small = item_weights(*linear_factors(people, l2=1.0, dropout=0.3, rank=12))
    monkeypatch.setattr(linear, "_DENSE_LIMIT", 10)
    large = item_weights(*linear_factors(people, l2=1.0, dropout=0.3, rank=12))
    assert np.allclose(small, large, atol=1e-4)


def test_an_item_nobody_rated_has_no_weights() -> None:
    people = sparse.csr_matrix(np.array([[1.0, 1.0, 0.0], [1.0, 0.5, 0.0]]))
    weights = item_weights(*linear_factors(people, l2=1.0, dropout=0.3, rank=3))
    assert not weights[2].any()
    assert not weights[:, 2].any()


def test_a_very_large_community_is_factored_nearly_alike(monkeypatch: pytest.MonkeyPatch) -> None:
    rng = np.random.default_rng(0)
    kinds = rng.random((200, 8)) @ rng.random((8, 150))
    people = sparse.csr_matrix(kinds * (rng.random(kinds.shape) < 0.3))
    exact = item_weights(*linear_factors(people, l2=5.0, dropout=0.3, rank=60))
    monkeypatch.setattr(linear, "_DENSE_LIMIT", 10)
    monkeypatch.setattr(linear, "_EXACT_LIMIT", 10)
    shares: list[float] = []
    near = linear_factors(people, l2=5.0, dropout=0.3, rank=60, progress=shares.append)
    weights = item_weights(*near)
    assert np.corrcoef(exact.ravel(), weights.ravel())[0, 1] > 0.99
    assert shares == sorted(shares)
    again = linear_factors(people, l2=5.0, dropout=0.3, rank=60)
    assert np.array_equal(near[0], again[0])
