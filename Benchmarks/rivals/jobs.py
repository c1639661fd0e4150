"""Whole jobs: training steps, one character at a time, and what a process costs."""

import os
import subprocess
import tempfile
import time

STEPS = [
    {"name": "PTB small, training", "unit": "words/s", "batch": 20, "time": 20, "input": 200, "hidden": 200,
     "layers": 2, "vocabulary": 10000, "optimizer": "sgd", "clip": 5.0},
    {"name": "characters 2×512, training", "unit": "characters/s", "batch": 64, "time": 100, "input": 128,
     "hidden": 512, "layers": 2, "vocabulary": 65, "optimizer": "adamw", "clip": 1.0},
]


def training_steps(contenders, threads, options, time_in_turn):
    taking_part = [contenders[name] for name in ("ours", "pytorch") if name in contenders]
    for step in STEPS:
        for count in threads:
            for contender in taking_part:
                contender.ask({"do": "job", "threads": count} | {
                    key: value for key, value in step.items() if key not in ("name", "unit")})
            times = time_in_turn(taking_part, options.rounds, options.seconds * 4)
            tokens = step["batch"] * step["time"]
            yield {"job": step["name"], "unit": step["unit"], "threads": count} | {
                name: tokens / sorted(values)[len(values) // 2] for name, values in times.items()}


def run(contenders, threads, options, time_in_turn):
    yield from training_steps(contenders, threads, options, time_in_turn)
