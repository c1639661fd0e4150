"""What every rival shares: answers one JSON document a line, as `Sources/LSTMBenchmark/main.swift` does."""

import json
import sys
import time


def mean_seconds(work, at_least):
    begin, count, chunk = time.perf_counter(), 0, 1
    while True:
        for _ in range(chunk):
            work()
        count += chunk
        passed = time.perf_counter() - begin
        if passed >= at_least:
            return passed / count
        if passed < at_least / 20:
            chunk *= 2


def serve(prepare):
    """`prepare(request)` returns (what is to be timed, the answer)."""
    work = None
    for line in sys.stdin:
        request = json.loads(line)
        if request["do"] == "run":
            answer = {"seconds": mean_seconds(work, request["seconds"])}
        else:
            work, answer = prepare(request)
        print(json.dumps(answer), flush=True)
