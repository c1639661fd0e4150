"""PyTorch's side of `lstm train language FILE --hidden 512 --layers 2 --minutes 15`.

A character model of the same sizes, trained on the first nine tenths of the file for the same number of minutes and
judged on the last tenth, with one state carried through the whole of it. Prints one JSON document.

    python Benchmarks/rivals/train_language.py FILE --minutes 15 [--save rival.pt]
"""

import argparse
import json
import math
import platform
import time

import torch
from torch import nn


class CharacterModel(nn.Module):
    def __init__(self, vocabulary, embedding, hidden, layers, dropout):
        super().__init__()
        self.embedding = nn.Embedding(vocabulary, embedding)
        self.dropout = nn.Dropout(dropout)
        self.lstm = nn.LSTM(embedding, hidden, layers, dropout=dropout)
        self.output = nn.Linear(hidden, vocabulary)

    def forward(self, tokens, state=None):
        hidden, state = self.lstm(self.dropout(self.embedding(tokens)), state)
        return self.output(self.dropout(hidden)), state


def batches(tokens, batch_size, length):
    """Contiguous streams: [T, N] inputs and their successors, windows in reading order."""
    steps = (len(tokens) - 1) // batch_size
    inputs = tokens[: batch_size * steps].view(batch_size, steps).t().contiguous()
    targets = tokens[1 : batch_size * steps + 1].view(batch_size, steps).t().contiguous()
    for start in range(0, steps - length + 1, length):
        yield inputs[start : start + length], targets[start : start + length]


@torch.no_grad()
def evaluate(model, tokens, length=1000):
    model.eval()
    total, state = 0.0, None
    for start in range(0, len(tokens) - 1, length):
        end = min(start + length, len(tokens) - 1)
        logits, state = model(tokens[start:end, None], state)
        total += nn.functional.cross_entropy(
            logits.flatten(0, 1), tokens[start + 1 : end + 1], reduction="sum"
        ).item()
    model.train()
    return total / (len(tokens) - 1)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("file")
    parser.add_argument("--minutes", type=float, default=15)
    parser.add_argument("--embedding", type=int, default=128)
    parser.add_argument("--hidden", type=int, default=512)
    parser.add_argument("--layers", type=int, default=2)
    parser.add_argument("--dropout", type=float, default=0.3)
    parser.add_argument("--batch-size", type=int, default=64)
    parser.add_argument("--sequence-length", type=int, default=100)
    parser.add_argument("--learning-rate", type=float, default=2e-3)
    parser.add_argument("--weight-decay", type=float, default=0.01)
    parser.add_argument("--clip", type=float, default=1.0)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--save")
    options = parser.parse_args()
    torch.manual_seed(options.seed)
    torch.set_num_threads(options.threads)

    text = open(options.file, encoding="utf-8").read()
    split = len(text) * 9 // 10
    vocabulary = sorted(set(text[:split]))
    index = {character: number for number, character in enumerate(vocabulary)}
    tokens = torch.tensor([index.get(character, 0) for character in text])
    training, validation = tokens[:split], tokens[split:]

    model = CharacterModel(
        len(vocabulary), options.embedding, options.hidden, options.layers, options.dropout
    )
    optimizer = torch.optim.AdamW(
        model.parameters(), lr=options.learning_rate, weight_decay=options.weight_decay
    )
    budget = options.minutes * 60
    begin, seen, steps, epoch = time.monotonic(), 0, 0, 0
    elapsed = 0.0
    while elapsed < budget:
        state = None
        for inputs, targets in batches(training, options.batch_size, options.sequence_length):
            elapsed = time.monotonic() - begin
            if elapsed >= budget:
                break
            for group in optimizer.param_groups:
                group["lr"] = options.learning_rate * 0.5 * (1 + math.cos(math.pi * elapsed / budget))
            if state is not None:
                state = tuple(part.detach() for part in state)
            logits, state = model(inputs, state)
            loss = nn.functional.cross_entropy(logits.flatten(0, 1), targets.flatten())
            optimizer.zero_grad(set_to_none=True)
            loss.backward()
            nn.utils.clip_grad_norm_(model.parameters(), options.clip)
            optimizer.step()
            seen += targets.numel()
            steps += 1
            if steps % 100 == 0:
                print(f"{elapsed:7.1f} s  step {steps}  loss {loss.item():.4f}", flush=True)
        epoch += 1
    trained = time.monotonic() - begin
    print(
        json.dumps(
            {
                "torch": torch.__version__,
                "processor": platform.processor(),
                "threads": options.threads,
                "minutes": options.minutes,
                "parameters": sum(parameter.numel() for parameter in model.parameters()),
                "steps": steps,
                "characters_per_second": seen / trained,
                "validation_nats_per_character": evaluate(model, validation),
                "options": vars(options),
            },
            indent=1,
        )
    )
    if options.save:
        torch.save(model.state_dict(), options.save)


if __name__ == "__main__":
    main()
