"""Options weighed in one pass: the numbers are the network's own, and a choice is a request like any other."""

import threading
import time

import pytest
import torch
from langchain_core.messages import HumanMessage, SystemMessage

from assistant.errors import BadSettings, OutOfResources
from assistant.llm import quantized
from assistant.llm.messages import encode
from assistant.llm.weighing import MOST, OptionTree

from .conftest import MACHINE
from .test_quantized import Slow

ASK = [SystemMessage("You know films."), HumanMessage("How was it?")]
WORDS = ["loved", "liked", "neutral", "disliked", "hated"]
ALIKE = ["sad", "sadder", "saddest", "a sad film", "霸王别姬", "霸王"]  # they share beginnings, and are beginnings


@pytest.fixture(scope="module")
def wide(tiny_folder):
    return quantized.load(tiny_folder, precision="fp32", machine=MACHINE, max_new_tokens=24)


def by_hand(model, options):
    """The probabilities, a pass of transformers for each token of each beginning that no other option has."""
    prompt = encode(model.tokenizer, ASK)
    texts = {o: [*model.get_token_ids(o), model.tokenizer.eos_token_id] for o in options}
    logs = []
    for option, ids in texts.items():
        others = [other for name, other in texts.items() if name != option]
        length = next(n for n in range(1, len(ids) + 1) if not any(other[:n] == ids[:n] for other in others))
        log = 0.0
        for at in range(length):
            with torch.inference_mode():
                scores = model.network(torch.tensor([[*prompt, *ids[:at]]])).logits[0, -1]
            log += float(torch.log_softmax(scores.float(), -1)[ids[at]])
        logs.append(log)
    return dict(zip(options, torch.softmax(torch.tensor(logs), -1).tolist(), strict=True))


@pytest.mark.parametrize("options", [WORDS, ALIKE, ["Heat"]], ids=["words", "alike", "one"])
@pytest.mark.parametrize("kind", ["wide", "chat"])
def test_the_probabilities_are_the_networks_own(kind, options, request):
    model = request.getfixturevalue(kind)  # in fp32, and in NF4
    option, probabilities = model.choose(ASK, options)
    expected = by_hand(model, options)
    assert list(probabilities) == options and sum(probabilities.values()) == pytest.approx(1)
    assert probabilities == pytest.approx(expected, rel=1e-3 if kind == "wide" else 0.2)
    assert option == max(expected, key=expected.get)


def test_only_what_is_open_is_read():
    apart = OptionTree({"a": [1, 2, 3], "b": [4, 5]}, [0])
    assert apart.nodes == []  # the first token tells
    tree = OptionTree({"a": [1, 2, 3], "b": [1, 2, 4, 9], "c": [1], "d": [5, 1]}, [0])
    assert tree.nodes == [(-1, 1), (0, 2)]
    scores = torch.full((3, 10), -50.0)
    scores[0, 1], scores[0, 5], scores[1, 0], scores[1, 2], scores[2, 3], scores[2, 4] = 5, 5, 5, 5, 5, 5
    choice = tree.weigh(scores)
    assert choice.probabilities == pytest.approx({"a": 0.125, "b": 0.125, "c": 0.25, "d": 0.5})
    assert choice.option == "d" and tree.tokens("b") == 4


def test_it_costs_one_pass_and_the_instructions_are_kept(wide, monkeypatch):
    network, read = wide._engine.network, []
    forward = network._forward
    monkeypatch.setattr(
        network, "_forward", lambda tokens, *args, **kw: read.append(tokens) or forward(tokens, *args, **kw)
    )
    wide.choose(ASK, ALIKE)
    read.clear()
    wide.choose(ASK, ALIKE)
    wide.choose([ASK[0], HumanMessage("And it?")], WORDS)
    assert len(read) == 2
    assert all(tokens.shape[0] == 1 and tokens.shape[1] < len(encode(wide.tokenizer, ASK)) for tokens in read)


def test_a_plain_list_is_weighed_and_a_drawn_one_is_written(wide):
    answer = wide.invoke(ASK, response_format=WORDS, max_new_tokens=1)  # nothing can be cut off
    shares = answer.response_metadata["probabilities"]
    assert answer.text == max(shares, key=shares.get) == wide.choose(ASK, WORDS).option
    assert answer.response_metadata["finish_reason"] == "stop" and answer.response_metadata["first_token_s"] > 0
    assert answer.usage_metadata["output_tokens"] == len(wide.get_token_ids(answer.text))
    assert wide.with_structured_output(WORDS).invoke(ASK) == answer.text
    assert "".join(piece.text for piece in wide.stream(ASK, response_format=WORDS)) == answer.text
    drawn = wide.invoke(ASK, response_format=WORDS, temperature=1.0, seed=1)
    assert drawn.text in WORDS and "probabilities" not in drawn.response_metadata
    many, long = [f"film {n}" for n in range(MOST + 1)], ["a film " * 150 + "x", "a film " * 150 + "y"]
    for options in (many, long):  # too many, too much in common: written
        assert wide.invoke(ASK, response_format=options, max_new_tokens=1200).text in options


def test_a_choice_waits_its_turn_and_keeps_its_limits(tiny_folder):
    model = quantized.load(tiny_folder, precision="fp32", machine=MACHINE, batch_size=1, queue=2)
    busy = model.stream(ASK, processor=Slow(0.05), max_new_tokens=200)
    next(busy)
    begun = time.monotonic()
    with pytest.raises(OutOfResources, match="in time"):
        model.choose(ASK, WORDS, deadline_s=0.2)
    stop = threading.Event()
    threading.Timer(0.1, stop.set).start()
    with pytest.raises(OutOfResources, match="in time"):
        model.choose(ASK, WORDS, stop_event=stop)
    assert time.monotonic() - begun < 0.8
    busy.close()
    assert model.choose(ASK, WORDS).option in WORDS


def test_a_choice_among_texts_leaves_them_alone(wide):
    alone = [wide.invoke([HumanMessage(f"Film {n}?")], max_new_tokens=40).text for n in range(2)]
    chosen, found = wide.choose(ASK, ALIKE), [None] * 4

    def write(at):
        found[at] = wide.invoke([HumanMessage(f"Film {at}?")], max_new_tokens=40).text

    def choose(at):
        found[at] = wide.choose(ASK, ALIKE)

    threads = [threading.Thread(target=write if at < 2 else choose, args=(at,)) for at in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found[:2] == alone
    assert all(other.probabilities == pytest.approx(chosen.probabilities, rel=1e-3) for other in found[2:])


@pytest.mark.parametrize(
    "options", [[], ["a", ""], "abc", [1, 2], [f"{n}" for n in range(MOST + 1)], ["x" * 5000, "x" * 5001]]
)
def test_what_cannot_be_weighed_is_refused(wide, options):
    with pytest.raises(BadSettings, match="cannot be weighed"):
        wide.choose(ASK, options)
