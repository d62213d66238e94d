"""An OpenAI-compatible server over a chat model of ours, started on loopback for the tests."""

import json
import threading
import time
from contextlib import contextmanager

from langchain_core.messages import AIMessage, HumanMessage, SystemMessage

ROLES = {"system": SystemMessage, "user": HumanMessage, "assistant": AIMessage}


def app(model, *, shapes=("json_schema", "json_object"), key=None, pause=0.0):
    """``shapes`` are the kinds of response_format it knows; ``pause``: seconds before each piece."""
    from fastapi import FastAPI, Request
    from fastapi.responses import JSONResponse, StreamingResponse

    made = FastAPI()
    made.state.asked = []

    def refused(status, message):
        return JSONResponse({"error": {"message": message, "type": "x", "code": None}}, status_code=status)

    @made.post("/v1/chat/completions")
    def complete(request: Request, body: dict):
        made.state.asked.append(body)
        if key and request.headers.get("authorization") != f"Bearer {key}":
            return refused(401, f"Incorrect key {request.headers.get('authorization')}")
        if body["model"] != "tiny":
            return refused(404, "no such model")
        shape = body.get("response_format")
        if shape and shape["type"] not in shapes:
            return refused(400, "response_format is not supported")
        return StreamingResponse(lines(body, shape), media_type="text/event-stream")

    def lines(body, shape):
        options = {"max_new_tokens": body["max_tokens"], "temperature": body.get("temperature", 0)}
        options |= {"seed": body["seed"]} if "seed" in body else {}
        if shape:
            options["response_format"] = shape if shape["type"] == "json_schema" else {"type": "object"}
        messages = [ROLES[m["role"]](m["content"]) for m in body["messages"]]
        finish, usage = "stop", {}
        for chunk in model.stream(messages, stop=body.get("stop"), **options):
            time.sleep(pause)
            if chunk.usage_metadata:
                finish, used = chunk.response_metadata["finish_reason"], chunk.usage_metadata
                usage = {"prompt_tokens": used["input_tokens"], "completion_tokens": used["output_tokens"]}
                usage["total_tokens"] = used["total_tokens"]
            elif chunk.text:
                yield line([{"index": 0, "delta": {"role": "assistant", "content": chunk.text}, "finish_reason": None}])
        yield line([{"index": 0, "delta": {}, "finish_reason": finish}])
        yield line([], usage=usage)
        yield "data: [DONE]\n\n"

    def line(choices, **more):
        head = {"id": "c", "object": "chat.completion.chunk", "created": 0, "model": "tiny"}
        return f"data: {json.dumps({**head, 'choices': choices, **more})}\n\n"

    return made


@contextmanager
def serving(made):
    """The app on a free port of this machine; gives its address."""
    import uvicorn

    server = uvicorn.Server(uvicorn.Config(made, host="127.0.0.1", port=0, log_level="error"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.02)
    try:
        yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}/v1"
    finally:
        server.should_exit = True
        thread.join()
