"""PyTorch's side of `lstm generate`: one character at a time, every loop a user would try.

    python Benchmarks/rivals/generate.py [--weights rival.pt] [--length 400]

Prints characters a second for nn.LSTM with and without oneDNN and for nn.LSTMCell, with 1 and 2 threads.
"""

import argparse
import json
import time

import torch
from torch import nn

from train_language import CharacterModel


def sample(logits, generator):
    return torch.multinomial(torch.softmax(logits, -1), 1, generator=generator)


@torch.no_grad()
def with_layer(model, length, generator):
    token, state = torch.zeros(1, 1, dtype=torch.long), None
    for _ in range(length):
        logits, state = model(token, state)
        token = sample(logits[0], generator)


@torch.no_grad()
def with_cells(model, length, generator):
    lstm, cells = model.lstm, []
    for layer in range(lstm.num_layers):
        inputs = lstm.input_size if layer == 0 else lstm.hidden_size
        cell = nn.LSTMCell(inputs, lstm.hidden_size)
        for name in ("weight_ih", "weight_hh", "bias_ih", "bias_hh"):
            getattr(cell, name).copy_(getattr(lstm, f"{name}_l{layer}"))
        cells.append(cell)
    states = [(torch.zeros(1, lstm.hidden_size),) * 2 for _ in cells]
    token = torch.zeros(1, dtype=torch.long)
    for _ in range(length):
        x = model.embedding(token)
        for index, cell in enumerate(cells):
            states[index] = cell(x, states[index])
            x = states[index][0]
        token = sample(model.output(x), generator)[0]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--weights")
    parser.add_argument("--length", type=int, default=400)
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    model = CharacterModel(65, 128, 512, 2, 0.0)
    if options.weights:
        model.load_state_dict(torch.load(options.weights))
    model.eval()
    generator = torch.Generator().manual_seed(1)

    def without_onednn(*arguments):
        with torch.backends.mkldnn.flags(enabled=False):
            with_layer(*arguments)

    loops = {"nn.LSTM, oneDNN": with_layer, "nn.LSTM, no oneDNN": without_onednn, "nn.LSTMCell": with_cells}
    rates = {}
    for threads in (1, 2):
        torch.set_num_threads(threads)
        for name, loop in loops.items():
            loop(model, 20, generator)
            times = []
            for _ in range(options.rounds):
                begin = time.perf_counter()
                loop(model, options.length, generator)
                times.append(time.perf_counter() - begin)
            rates[f"{name}, {threads} threads"] = options.length / sorted(times)[len(times) // 2]
    print(json.dumps({"torch": torch.__version__, "characters_per_second": rates,
                      "best": max(rates.values())}, indent=1))


if __name__ == "__main__":
    main()
