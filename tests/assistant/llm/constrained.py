"""Many constrained texts over fifty different schemas: ``python -m tests.assistant.llm.constrained 10000``.

Sampled hot from a random model, which has no idea what JSON is: whatever is valid is the grammar's doing. Each schema
is drawn from a seed, each text is judged by jsonschema.
"""

import json
import random
import sys
from concurrent.futures import ThreadPoolExecutor

SCHEMAS = 50
WORDS = ["Heat", "Amélie", "霸王别姬", 'The "Real" Thing', "a\\b", "", "film noir", "1984", "null"]


def schema(rng, depth=0):
    """A schema of any kind that we use: objects, lists, choices, numbers, texts, and what may be missing."""
    kinds = ["enum", "integer", "number", "string", "boolean", "null"]
    if depth < 3:
        kinds += ["object", "object", "array", "anyOf"]
    kind = "object" if depth == 0 and rng.random() < 0.7 else rng.choice(kinds)
    if kind == "object":
        names = rng.sample(["title", "year", "moods", "why", "喜欢", "x y"], rng.randint(1, 4))
        made = {"type": "object", "properties": {name: schema(rng, depth + 1) for name in names}}
        made["required"] = [name for name in names if rng.random() < 0.7]
        return {**made, "additionalProperties": False}
    if kind == "array":
        return {"type": "array", "items": schema(rng, depth + 1), "minItems": rng.randint(0, 2), "maxItems": 3}
    if kind == "anyOf":
        return {"anyOf": [schema(rng, depth + 1), {"type": "null"}]}
    if kind == "enum":
        return {"enum": rng.sample(WORDS, rng.randint(1, 4))}
    if kind == "integer":
        low = rng.randint(-50, 2000)
        return {"type": "integer", "minimum": low, "maximum": low + rng.randint(0, 3000)}
    if kind == "string":
        return {"type": "string", "maxLength": rng.randint(1, 12)}
    return {"type": kind}


def schemas(seed=0):
    """Fifty different ones."""
    rng, found = random.Random(seed), {}
    while len(found) < SCHEMAS:
        made = schema(rng)
        found[json.dumps(made, sort_keys=True)] = made
    return list(found.values())


def broken(model, count, *, first=0):
    """Texts that are not valid, of ``count`` written eight at a time, each with its schema."""
    import jsonschema

    shapes = schemas()

    def write(number):
        shape = shapes[number % SCHEMAS]
        answer = model.invoke(
            f"{number}", response_format=shape, temperature=1.3, top_p=1.0, seed=number, max_new_tokens=900
        )
        try:
            jsonschema.validate(json.loads(answer.text), shape)
        except (ValueError, jsonschema.ValidationError) as error:
            return f"{number}: {answer.text!r} {answer.response_metadata['finish_reason']} {str(error)[:80]}"
        return None

    with ThreadPoolExecutor(8) as pool:
        return [found for found in pool.map(write, range(first, first + count)) if found]


def main():
    import tempfile
    from pathlib import Path
    from time import perf_counter

    from assistant.llm import quantized

    from .conftest import MACHINE, make_tiny

    count, first = int(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 0
    with tempfile.TemporaryDirectory() as folder:
        model = quantized.load(make_tiny(Path(folder)), precision="fp32", machine=MACHINE)
    begun = perf_counter()
    found = broken(model, count, first=first)
    print(f"{count - len(found)} of {count} valid over {SCHEMAS} schemas, {perf_counter() - begun:.0f} s")
    print("\n".join(found[:20]))


if __name__ == "__main__":
    main()
