from __future__ import annotations

import numpy as np
from scipy import sparse

from filmrec.model.prior import _fold_in_all, centre_on_community


def test_after_centring_the_community_is_spread_like_a_unit_normal() -> None:
    rng = np.random.default_rng(0)
    embeddings = rng.normal(size=(30, 4)).astype(np.float32)
    biases = rng.normal(size=30).astype(np.float32)
    people = sparse.csr_matrix((rng.random((200, 30)) < 0.3).astype(np.float32))
    before = _fold_in_all(embeddings, biases, people, lambda: False)
    centred, shifted = centre_on_community(embeddings, biases, people, lambda: False)
    # The same person has the same scores on both sides: u = mean + L v.
    scores = before @ embeddings.T + biases
    users, *_ = np.linalg.lstsq(centred, (scores - shifted).T, rcond=None)
    assert np.allclose(users.mean(axis=1), 0, atol=1e-3)
    covariance = np.cov(users)
    assert np.linalg.eigvalsh(covariance).max() < 1.2
    assert np.trace(covariance) / 4 > 0.7


def test_a_single_person_is_enough() -> None:
    embeddings = np.eye(3, dtype=np.float32)
    people = sparse.csr_matrix(np.array([[1.0, 0.0, 0.5]], dtype=np.float32))
    centred, shifted = centre_on_community(
        embeddings, np.zeros(3, np.float32), people, lambda: False
    )
    assert np.isfinite(centred).all()
    assert np.isfinite(shifted).all()
