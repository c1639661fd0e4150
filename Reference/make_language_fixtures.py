"""Writes Tests/LSTMTasksTests/Fixtures/language.safetensors: a language model in PyTorch whose output layer is its embedding, its
loss with activation penalties and the gradients of it, its losses under dynamic evaluation, and its mixture with a neural
cache, all in float64."""

import platform
from pathlib import Path

import numpy as np
import torch
from safetensors.torch import save_file
from torch.nn.functional import cross_entropy

TARGET = Path(__file__).parent.parent / "Tests/LSTMTasksTests/Fixtures/language.safetensors"
VOCABULARY, HIDDEN, LAYERS = 7, 5, 2
ALPHA, BETA = 2.0, 1.0
STEPS, BATCH = 6, 3
RATE, CLIP, DECAY, SEGMENT = 0.5, 1.0, 1e-4, 10
CACHE = 20
SHARPNESSES, SHARES = [0.05, 0.1, 0.2, 0.4, 0.8, 1.6], [0.02, 0.05, 0.1, 0.2, 0.4]


class Model(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.embedding = torch.nn.Parameter(torch.empty(VOCABULARY, HIDDEN))
        self.lstm = torch.nn.LSTM(HIDDEN, HIDDEN, LAYERS)
        self.bias = torch.nn.Parameter(torch.empty(VOCABULARY))
        for parameter in self.parameters():
            # What float32 can hold, so that the library starts from the same numbers.
            parameter.data = (torch.rand(parameter.shape, dtype=torch.float32) * 2 - 1).double()
        for layer in range(LAYERS):
            getattr(self.lstm, f"bias_hh_l{layer}").data.zero_()

    def forward(self, tokens, states=None):
        hidden, states = self.lstm(self.embedding[tokens], states)
        return hidden, hidden @ self.embedding.T + self.bias, states

    def named(self, gradients=False):
        def of(parameter):
            return (parameter.grad if gradients else parameter.detach()).float().contiguous().clone()

        found = {"embedding.weight": of(self.embedding), "output.bias": of(self.bias)}
        for layer in range(LAYERS):
            found[f"lstm.{layer}.inputWeight"] = of(getattr(self.lstm, f"weight_ih_l{layer}"))
            found[f"lstm.{layer}.recurrentWeight"] = of(getattr(self.lstm, f"weight_hh_l{layer}"))
            found[f"lstm.{layer}.bias"] = of(getattr(self.lstm, f"bias_ih_l{layer}"))
        return found


def penalised(model, tokens, targets):
    hidden, logits, _ = model(tokens)
    loss = cross_entropy(logits.reshape(-1, VOCABULARY), targets.reshape(-1))
    return loss + ALPHA * hidden.pow(2).mean() + BETA * (hidden[1:] - hidden[:-1]).pow(2).mean()


def dynamic(model, text):
    """−ln p of each token but the first, a step of gradient descent after every SEGMENT."""
    # The second bias of PyTorch's layers is no parameter of the library's.
    moving = [(n, p) for n, p in model.named_parameters() if "bias_hh" not in n]
    first = {n: p.detach().clone() for n, p in moving}
    losses, states = [], None
    for start in range(0, len(text) - 1, SEGMENT):
        end = min(start + SEGMENT, len(text) - 1)
        model.zero_grad()
        _, logits, states = model(text[start:end, None], states)
        states = tuple(state.detach() for state in states)
        each = cross_entropy(logits[:, 0], text[start + 1:end + 1], reduction="none")
        each.mean().backward()
        losses += each.tolist()
        torch.nn.utils.clip_grad_norm_([p for _, p in moving], CLIP)
        with torch.no_grad():
            for name, parameter in moving:
                parameter -= RATE * parameter.grad
                parameter += DECAY * (first[name] - parameter)
    return losses


def cached(model, text):
    """−ln p of each token but the first, by a Bayesian mixture over pairs of sharpness and share."""
    with torch.no_grad():
        hidden, logits, _ = model(text[:-1, None])
        h = hidden[:, 0].numpy()
        own = torch.softmax(logits[:, 0], 1).numpy()
    text = text.numpy()
    weights = np.ones(1 + len(SHARPNESSES) * len(SHARES))
    losses = []
    for t in range(len(text) - 1):
        low, p = max(0, t - CACHE), own[t, text[t + 1]]
        experts = [p]
        for sharpness in SHARPNESSES:
            if t > low:
                w = np.exp(sharpness * (h[low:t] @ h[t]))
                remembered = w[text[low + 1:t + 1] == text[t + 1]].sum() / w.sum()
            else:
                remembered = p
            experts += [(1 - share) * p + share * remembered for share in SHARES]
        experts = np.array(experts)
        weights = weights / weights.sum()
        losses.append(-np.log(weights @ experts))
        weights = weights * experts
    return losses


def main():
    print("Python", platform.python_version(), "PyTorch", torch.__version__, "NumPy", np.__version__)
    torch.manual_seed(5)
    torch.set_default_dtype(torch.float64)
    model = Model().double()
    tensors = model.named()
    tokens = torch.randint(0, VOCABULARY, (STEPS, BATCH))
    targets = torch.randint(0, VOCABULARY, (STEPS, BATCH))
    loss = penalised(model, tokens, targets)
    loss.backward()
    tensors |= {f"grad.{name}": value for name, value in model.named(gradients=True).items()}
    # A text that repeats itself, so that there is something to follow.
    phrase = torch.randint(0, VOCABULARY, (9,))
    text = torch.cat([phrase if i % 3 else torch.randint(0, VOCABULARY, (4,)) for i in range(12)])
    tensors |= {
        "tokens": tokens.float(), "targets": targets.float(), "text": text.float(), "loss": loss.detach().float(),
        "cached": torch.tensor(cached(model, text)).float(), "dynamic": torch.tensor(dynamic(model, text)).float(),
    }
    notes = {"alpha": ALPHA, "beta": BETA, "rate": RATE, "cache": CACHE, "vocabulary": VOCABULARY, "hidden": HIDDEN,
             "layers": LAYERS, "torch": torch.__version__}
    save_file({k: v.contiguous() for k, v in tensors.items()}, TARGET, {k: str(v) for k, v in notes.items()})
    print(TARGET.name, TARGET.stat().st_size, "bytes")


main()
