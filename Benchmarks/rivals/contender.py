"""One side of the comparison: a process that answers JSON, running only while it is asked something."""

import json
import os
import pathlib
import signal
import subprocess
import sys


class Contender:
    def __init__(self, name, command):
        self.name = name
        self.process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1)
        self.versions = {} if name == "ours" else self.ask({"do": "versions", "threads": 1})

    @classmethod
    def python(cls, name):
        return cls(name, [sys.executable, str(pathlib.Path(__file__).parent / f"{name}_worker.py")])

    def ask(self, request):
        os.kill(self.process.pid, signal.SIGCONT)
        try:
            self.process.stdin.write(json.dumps(request) + "\n")
            self.process.stdin.flush()
            line = self.process.stdout.readline()
        except BrokenPipeError:
            line = ""
        if not line:
            raise SystemExit(f"{self.name} ended without an answer to {request}")
        os.kill(self.process.pid, signal.SIGSTOP)
        return json.loads(line)

    def close(self):
        os.kill(self.process.pid, signal.SIGCONT)
        self.process.stdin.close()
        self.process.wait()
