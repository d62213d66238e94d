"""Who liked what → taste vectors, in closed form.

For a person with s liked items the best linear guess of what else they like is the least-squares answer to "m random
likes of a person are shown, which are the others?", with m near s. For each m it needs one weighted count of pairs:

    M = Σ_u w_u [diag(x_u) + f_u (x_u x_uᵀ - diag(x_u))] + λ I    f_u = min(1, (m - 1) / (n_u - 1)),  w_u = (n_u / n̄)^-½
    H = Σ_u w_u (x_u x_uᵀ - diag(x_u))
    B = M⁻¹ (H - diag(γ)), with γ such that diag(B) = 0

where x_u are the likes of person u (0 or 1) and n_u is how many they are. With m = 1, B is the share of those who like
i that like j; with m above all n_u it is EASE (Steck, "Embarrassingly Shallow Autoencoders for Sparse Data", WWW
2019); between, it is EASE learnt under the dropout that a short history is (Steck, "Autoencoders that don't overfit
towards the identity", NeurIPS 2020).

B is solved for a few m and written as B ≈ G Sᵀ + E: one S (``sought``) for all m, spanned by the leading eigenvectors
of H, and the few largest entries of each row of what S cannot express (``near``: sequels, series, single authors).
Columns are divided by a power of an item's likes: what counts in a conversation is how much more than usual an item is
liked, for how popular it is has a term of its own (`popular`). ``discount=0`` gives the plain scores.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy import linalg, sparse

from retrievers.interactions import Ratings
from retrievers.taste import LENGTHS, Floats, Rows, Taste

#: How many items the weights are solved for: every length takes n² floats and n³ operations, three such matrices at a
#: time (1.2 GB for 10,000). The most liked ones are taken where there are more.
DENSE_LIMIT = 10_000
DIMENSIONS = 256
NEAR = 32
DISCOUNT = 0.4
_LEAST_LIKES = 2
#: A history of s likes is learnt by showing s to this power: what a person tells is less than what they like.
_SHOWN = 1.3
#: λ = ridge * sqrt(mean weighted likes of an item) * (likes shown of a person) ^ growth.
_RIDGE, _GROWTH = 4.5, 0.25
_PASSES = 3
#: A dimension that holds less than this part of the first one is rounding.
_FAINT = 1e-4


def fit(
    ratings: Ratings,
    items: int,
    *,
    dimensions: int = DIMENSIONS,
    near: int = NEAR,
    limit: int = DENSE_LIMIT,
    discount: float = DISCOUNT,
) -> Taste:
    """Fit the taste vectors of ``items`` catalogue rows; ``discount`` is the power of an item's likes it is divided by.

    Items liked by fewer than two people stay without a vector. The item-item weights are solved for the ``limit`` most
    liked ones; the others are projected onto what those span.
    """
    people, rows = ratings.people[ratings.positive], ratings.rows[ratings.positive]
    fans, starts = _fans(people, rows, items)
    likes = np.diff(starts)
    by_likes = np.argsort(-likes, kind="stable")[: int((likes >= _LEAST_LIKES).sum())]
    warm, tail = np.sort(by_likes[:limit]), np.sort(by_likes[limit:])
    place = np.full(items, -1, np.int64)
    place[warm] = np.arange(len(warm))
    place[tail] = np.arange(len(warm), len(by_likes))
    rank = min(dimensions, len(warm))
    sought = np.zeros((items, rank), np.float32)
    given = np.zeros((len(LENGTHS), len(by_likes), rank), np.float32)
    missed = [sparse.csr_array((len(by_likes), items), dtype=np.float32) for _ in LENGTHS]
    if len(warm):
        whole = _matrix(people, place[rows], len(by_likes))
        liked = whole[:, : len(warm)]
        sizes = np.maximum(np.diff(liked.indptr), 1).astype(np.float64)
        person = np.sqrt(sizes.mean() / sizes)
        pairs = _pairs(liked, person)
        counts = np.asarray(liked.T @ person).astype(np.float32)
        inwards, outwards, strengths = _span(pairs, counts, rank)
        lift = ((counts + 1) ** -np.float32(discount)).astype(np.float32)
        sought[warm] = outwards * lift[:, None]
        for at, length in enumerate(LENGTHS):
            weights = _solve(liked, person, sizes, pairs, counts, shown=length**_SHOWN)
            given[at, : len(warm)] = weights @ inwards
            missed[at] = _missed(
                weights, given[at, : len(warm)], outwards, lift, min(near, len(warm) - 1), warm, missed[at].shape
            )
        if len(tail):
            towards, back = _projected(whole, len(warm), person, inwards, strengths)
            often = np.asarray(whole[:, len(warm) :].T @ person).astype(np.float32)[:, None]
            sought[tail] = back * (often + 1) ** -np.float32(discount)
            for at, length in enumerate(LENGTHS):
                # The longer the history, the more of what an item says has been said: as much less as by the others.
                share = np.linalg.norm(given[at, : len(warm)]) / np.linalg.norm(given[0, : len(warm)])
                ridge = _ridge(person, sizes, counts, shown=length**_SHOWN)
                given[at, len(warm) :] = towards * np.float32(share) / (often + np.float32(ridge))
    return Taste(sought=sought, place=place, given=given, near=tuple(missed), fans=fans, starts=starts)


def _fans(people: NDArray[np.int32], rows: NDArray[np.int32], items: int) -> tuple[NDArray[np.int32], Rows]:
    order = np.lexsort((people, rows))
    starts = np.concatenate([[0], np.cumsum(np.bincount(rows, minlength=items))]).astype(np.int64)
    return people[order], starts


def _matrix(people: NDArray[np.int32], places: Rows, warm: int) -> sparse.csr_array:
    """People by warm items, 1 where liked."""
    held = places >= 0
    ones = np.ones(int(held.sum()), np.float32)
    return sparse.csr_array((ones, (people[held], places[held])), shape=(int(people.max()) + 1, warm))


def _pairs(liked: sparse.csr_array, weights: NDArray[np.float64]) -> Floats:
    """Σ_u weights_u (x_u x_uᵀ - diag(x_u))."""
    root = sparse.diags_array(np.sqrt(weights).astype(np.float32)) @ liked
    pairs: Floats = (root.T @ root).toarray()
    np.fill_diagonal(pairs, 0)
    return pairs


def _span(pairs: Floats, counts: Floats, rank: int) -> tuple[Floats, Floats, Floats]:
    """A projection of the items onto ``rank`` dimensions, the way back, and how much of the pairs each dimension holds.

    From the leading eigenvectors of the pairs, scaled by popularity; found by subspace iteration (Halko, Martinsson and
    Tropp, SIAM Review 2011).
    """
    scale = (1 / (counts + 1) ** 0.25)[:, None].astype(np.float32)
    whole = pairs + np.diag(counts)
    basis = np.random.default_rng(0).standard_normal((len(pairs), min(len(pairs), rank + 32)), dtype=np.float32)
    for _ in range(_PASSES):
        basis = linalg.qr(scale * (whole @ (scale * basis)), mode="economic", check_finite=False)[0]
    small = basis.T @ (scale * (whole @ (scale * basis)))
    values, turned = np.linalg.eigh((small + small.T) / 2)
    order = np.argsort(-values, kind="stable")[:rank]
    leading = (basis @ turned[:, order]).astype(np.float32)
    return scale * leading, leading / scale, values[order].astype(np.float32)


def _solve(
    liked: sparse.csr_array,
    person: NDArray[np.float64],
    sizes: NDArray[np.float64],
    pairs: Floats,
    counts: Floats,
    *,
    shown: float,
) -> Floats:
    """B for histories of which ``shown`` likes are seen, shape (warm, warm)."""
    ridge = _ridge(person, sizes, counts, shown=shown)
    diagonal = (counts + ridge).astype(np.float32)
    if shown <= 1:
        return np.asarray(pairs / diagonal[:, None], dtype=np.float32)
    share = np.minimum((shown - 1) / np.maximum(sizes - 1, 1), 1.0)
    gram = pairs.copy() if (share == 1).all() else _pairs(liked, person * share)
    np.fill_diagonal(gram, diagonal)
    inverse = inverted(gram)
    weights: Floats = inverse @ pairs
    turn: Floats = np.asarray(np.diag(weights) / np.diag(inverse), dtype=np.float32)
    for part in _parts(len(weights)):
        weights[part] -= inverse[part] * turn[None, :]
    np.fill_diagonal(weights, 0)
    return weights


def _ridge(person: NDArray[np.float64], sizes: NDArray[np.float64], counts: Floats, *, shown: float) -> float:
    seen = float((person * sizes * np.minimum(shown, sizes)).sum() / (person * sizes).sum())
    return _RIDGE * float(np.sqrt(counts.mean()) * seen**_GROWTH)


def _projected(
    whole: sparse.csr_array, warm: int, person: NDArray[np.float64], inwards: Floats, strengths: Floats
) -> tuple[Floats, Floats]:
    """Where the items from place ``warm`` on lie in the dimensions of the others: by projection and by the way back.

    From their pairs with the others, which are never written out (Nyström's extension of the eigenvectors; Williams and
    Seeger, "Using the Nyström Method to Speed Up Kernel Machines", NIPS 2000).
    """
    weighted = sparse.diags_array(person.astype(np.float32)) @ whole[:, warm:]
    towards = np.asarray(weighted.T @ (whole[:, :warm] @ inwards), dtype=np.float32)
    return towards, towards / np.maximum(strengths, _FAINT * strengths[0])


def inverted(symmetric: Floats) -> Floats:
    """The inverse of a positive definite matrix, in its place (a transposed view is what LAPACK need not copy)."""
    factor, _ = linalg.cho_factor(symmetric.T, lower=True, overwrite_a=True, check_finite=False)
    inverse, failed = linalg.lapack.spotri(factor, lower=True, overwrite_c=True)
    if failed:
        raise np.linalg.LinAlgError("the item-item matrix is not positive definite")
    for part in _parts(len(inverse)):  # only the lower half was written: mirror it
        inverse[part, part] = np.tril(inverse[part, part]) + np.tril(inverse[part, part], -1).T
        inverse[part, part.stop :] = inverse[part.stop :, part].T
    return np.asarray(inverse, dtype=np.float32)


def _parts(rows: int) -> list[slice]:
    """Slices of a thousand rows: what is worked out beside a matrix must not be as large as it is."""
    return [slice(start, min(start + 1000, rows)) for start in range(0, rows, 1000)]


def _missed(
    weights: Floats, given: Floats, outwards: Floats, lift: Floats, near: int, warm: Rows, shape: tuple[int, int]
) -> sparse.csr_array:
    """The ``near`` largest entries by absolute value, in each row, of what the vectors miss: warm items by rows."""
    if near < 1:
        return sparse.csr_array(shape, dtype=np.float32)
    columns, values = [], []
    for part in _parts(len(warm)):
        rest = (weights[part] - given[part] @ outwards.T) * lift
        rest[np.arange(len(rest)), np.arange(part.start, part.stop)] = 0
        top = np.argpartition(-np.abs(rest), near - 1, axis=1)[:, :near]
        columns.append(top.ravel())
        values.append(np.take_along_axis(rest, top, axis=1).ravel())
    places = np.repeat(np.arange(len(warm)), near)
    entries = (np.concatenate(values), (places, warm[np.concatenate(columns)]))
    return sparse.csr_array(entries, shape=shape, dtype=np.float32)
