"""Several requests to one model: fairness, bounds, kept instructions, and nobody disturbs anybody."""

import threading
import time

import pytest
from langchain_core.messages import HumanMessage, SystemMessage

from assistant.errors import ModelBusy, ModelFailed, OutOfResources
from assistant.llm import quantized
from assistant.llm.prefixes import Prefixes

from .conftest import MACHINE
from .test_quantized import Slow, failing


def ask(n):
    return [SystemMessage("You know films."), HumanMessage(f"Say something about film {n}.")]


def at_once(calls):
    """What each call returned or raised, all running together."""
    found = [None] * len(calls)

    def run(at):
        try:
            found[at] = calls[at]()
        except Exception as error:  # noqa: BLE001 - what was raised is what is asked for
            found[at] = error

    threads = [threading.Thread(target=run, args=(at,)) for at in range(len(calls))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return found


@pytest.fixture(scope="module")
def bare(tiny_folder):
    """The tiny model without kept instructions, in fp32 (where together and alone differ in the last bits only)."""
    return quantized.load(tiny_folder, precision="fp32", machine=MACHINE, max_new_tokens=24, keep_prefixes=False)


@pytest.fixture
def wide(tiny_folder):
    return quantized.load(tiny_folder, precision="fp32", machine=MACHINE, max_new_tokens=24)


def test_kept_instructions_change_no_word(wide, bare):
    for n in range(4):
        assert wide.invoke(ask(n)).text == bare.invoke(ask(n)).text
    prefixes = wide._engine.prefixes
    assert len(prefixes) == 1 and prefixes.nbytes > 0 and len(bare._engine.prefixes) == 0
    wide.invoke([SystemMessage("You know books."), HumanMessage("Say something.")])
    assert len(prefixes) == 2


def test_they_are_read_only_once(wide, monkeypatch):
    read = []
    network = wide._engine.network
    extend = network.extend
    monkeypatch.setattr(network, "extend", lambda context, ids: read.append(len(ids)) or extend(context, ids))
    wide.invoke(ask(1))
    wide.invoke(ask(2))
    assert len(read) == 3 and read[0] > 5 and read[1] == read[2]  # instructions, question, question


def test_memory_of_what_is_kept_is_bounded():
    class Kept:
        nbytes = 40

    prefixes = Prefixes(100)
    for n in range(5):
        prefixes.put((n,), Kept())
        prefixes.find((0,))
    assert prefixes.nbytes <= 100
    assert prefixes.find((0,)) and prefixes.find((4,)) and not prefixes.find((1,))


def test_texts_written_together_are_the_texts_written_alone(wide):
    alone = [wide.invoke(ask(n)).text for n in range(11)]
    together = at_once([lambda n=n: wide.invoke(ask(n)).text for n in range(11)])
    assert together == alone


def test_one_that_stops_or_breaks_leaves_the_others_alone(wide):
    alone = [wide.invoke(ask(n), max_new_tokens=60).text for n in range(4)]
    stop = threading.Event()
    calls = [lambda n=n: wide.invoke(ask(n), max_new_tokens=60).text for n in range(4)]
    calls.append(lambda: wide.invoke(ask(7), processor=failing(ValueError("broken"), after=5)))
    calls.append(lambda: wide.invoke(ask(8), stop_event=stop, processor=Slow(0.01), max_new_tokens=900))
    threading.Timer(0.3, stop.set).start()
    found = at_once(calls)
    assert found[:4] == alone
    assert isinstance(found[4], ModelFailed) and "broken" in str(found[4])
    assert found[5].response_metadata["finish_reason"] == "stopped"


def test_a_hundred_requests_against_a_queue_of_sixteen(tiny_folder):
    model = quantized.load(tiny_folder, precision="fp32", machine=MACHINE, max_new_tokens=12, queue=16, batch_size=4)
    busy = model.stream(ask(0), processor=Slow(0.02), max_new_tokens=500)
    next(busy)
    results = []

    def later():
        results.extend(at_once([lambda n=n: model.invoke(ask(n), processor=Slow(0.005)).text for n in range(100)]))

    thread = threading.Thread(target=later)
    thread.start()
    time.sleep(0.6)
    assert len(model._engine._waiting) <= 16
    busy.close()
    thread.join()
    refused = [found for found in results if isinstance(found, Exception)]
    assert refused and all(isinstance(error, ModelBusy) for error in refused)
    assert isinstance(refused[0], OutOfResources) and refused[0].retry and "16 requests" in str(refused[0])
    assert len(results) - len(refused) >= 16
    assert model.invoke(ask(1)).text  # and afterwards all is as before


def test_first_come_first_served(tiny_folder):
    model = quantized.load(tiny_folder, precision="fp32", machine=MACHINE, max_new_tokens=6, batch_size=1)
    processors, threads = [Slow(0) for _ in range(6)], []
    busy = model.stream(ask(0), processor=Slow(0.02), max_new_tokens=600)
    next(busy)
    for n in range(6):
        threads.append(threading.Thread(target=model.invoke, args=(ask(n),), kwargs={"processor": processors[n]}))
        threads[-1].start()
        while len(model._engine._waiting) <= n:
            time.sleep(0.01)
    busy.close()
    for thread in threads:
        thread.join()
    begun = [processor.spans[0][0] for processor in processors]
    assert begun == sorted(begun)


def test_out_of_memory_is_tried_again_with_half_the_conversation(wide, monkeypatch):
    network, read = wide._engine.network, []
    extend = network.extend

    def scarce(context, ids):
        read.append(len(ids))
        if context.length + len(ids) > 80:
            raise MemoryError
        return extend(context, ids)

    monkeypatch.setattr(network, "extend", scarce)
    long = [SystemMessage("Talk."), *[HumanMessage("a film " * 6), HumanMessage("another film")] * 4]
    answer = wide.invoke(long)
    assert answer.text and answer.usage_metadata["input_tokens"] <= 80 < max(read) + 10
    with pytest.raises(OutOfResources):
        wide.invoke([SystemMessage("Talk."), HumanMessage("a film " * 60)])
    assert wide.invoke(ask(1)).text


def test_a_message_of_a_megabyte_is_refused_with_both_numbers(wide):
    begun = time.monotonic()
    with pytest.raises(OutOfResources, match=r"\d{6,} letters .* reads 2024 tokens"):
        wide.invoke([SystemMessage("Talk."), HumanMessage("a film " * 150_000)])
    assert time.monotonic() - begun < 2
    assert wide.invoke(ask(1)).text
