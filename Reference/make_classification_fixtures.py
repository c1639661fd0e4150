"""Writes Tests/LSTMTasksTests/Fixtures/classification.json: scikit-learn's weights of logistic regressions, and its scores of
probabilities of classes. The expected calibration error is computed here, bin by bin, from its definition."""

import json
import platform
from pathlib import Path

import numpy as np
import sklearn
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import accuracy_score, confusion_matrix, f1_score, log_loss, precision_recall_fscore_support

TARGET = Path(__file__).parent.parent / "Tests/LSTMTasksTests/Fixtures/classification.json"
BINS = 15


def regression_case(strength):
    random = np.random.default_rng(11)
    x = np.round(random.normal(0, 1, (60, 5)) * (random.random((60, 5)) < 0.6), 3)
    y = np.argmax(x[:, :3] + random.normal(0, 0.7, (60, 3)), axis=1)
    weights = np.round(random.uniform(0.5, 2, 60), 2)
    fit = LogisticRegression(C=strength, tol=1e-10, max_iter=10_000).fit(x, y, sample_weight=weights)
    return {"strength": strength, "rows": x.tolist(), "labels": y.tolist(), "weights": weights.tolist(),
            "weight": fit.coef_.T.ravel().tolist(), "bias": (fit.intercept_ - fit.intercept_.mean()).tolist()}


def calibration_error(p, y):
    said, sure = p.argmax(1), p.max(1)
    total = 0.0
    for b in range(BINS):
        inside = (np.minimum((sure * BINS).astype(int), BINS - 1)) == b
        if inside.any():
            total += inside.sum() * abs((said[inside] == y[inside]).mean() - sure[inside].mean())
    return total / len(y)


def score_case():
    random = np.random.default_rng(12)
    y = random.integers(0, 4, 300)
    logits = random.normal(0, 1.3, (300, 4)) + 1.5 * np.eye(4)[y]
    p = np.exp(logits) / np.exp(logits).sum(1, keepdims=True)
    said = p.argmax(1)
    precision, recall, f1, support = precision_recall_fscore_support(y, said)
    return {"probabilities": p.tolist(), "labels": y.tolist(), "accuracy": accuracy_score(y, said),
            "macro_f1": f1_score(y, said, average="macro"), "log_loss": log_loss(y, p),
            "calibration_error": calibration_error(p, y), "precision": precision.tolist(), "recall": recall.tolist(),
            "f1": f1.tolist(), "support": support.tolist(), "confusion": confusion_matrix(y, said).tolist()}


def main():
    print("Python", platform.python_version(), "NumPy", np.__version__, "scikit-learn", sklearn.__version__)
    fixture = {"regressions": [regression_case(c) for c in (0.1, 1, 30)], "score": score_case()}
    TARGET.write_text(json.dumps(fixture, separators=(",", ":")) + "\n")
    print(TARGET.name, TARGET.stat().st_size, "bytes")


main()
