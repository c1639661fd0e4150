"""Writes Tests/LSTMTasksTests/Fixtures/metrics.json: scikit-learn's, SciPy's and plain Python's figures for the metrics of
detectors and forecasts.

The NAB score is computed here row by row from the rules of the benchmark's README, without sorting or running sums."""

import json
import math
import platform
from pathlib import Path

import numpy as np
import scipy
import scipy.stats
import sklearn
from sklearn.metrics import average_precision_score, roc_auc_score

TARGET = Path(__file__).parent.parent / "Tests/LSTMTasksTests/Fixtures/metrics.json"
LEVELS = [k / 20 for k in range(1, 20)]


def nab_series(random, rows, windows):
    return {"scores": [round(x, 2) for x in random.random(rows)], "windows": windows}


def sigmoid(y):
    return 2 / (1 + math.exp(5 * y)) - 1


def nab(series, threshold, tp, fp, fn):
    points = perfect = 0.0
    for one in series:
        scores, windows = one["scores"], one["windows"]
        probation = min(math.floor(0.15 * len(scores)), 750)
        detections = [i for i in range(probation, len(scores)) if scores[i] >= threshold]
        for first, last in windows:
            worths = [sigmoid(-(last - i + 1) / (last - first + 1)) / sigmoid(-1) for i in detections if first <= i <= last]
            points += tp * max(worths) if worths else -fn
            perfect += tp
        for i in detections:
            if any(first <= i <= last for first, last in windows):
                continue
            before = [w for w in windows if w[1] < i]
            worth = -1.0
            if before:
                first, last = before[-1]
                position = (i - last) / (last - first)
                worth = -1.0 if position > 3 else sigmoid(position)
            points += fp * worth
    null = -fn * sum(len(one["windows"]) for one in series)
    return 100 * (points - null) / (perfect - null)


def nab_case():
    random = np.random.default_rng(7)
    series = [nab_series(random, 400, [[80, 119], [200, 219]]), nab_series(random, 90, []),
              nab_series(random, 6000, [[700, 800], [3000, 3599], [5900, 5999]])]
    profiles = {"standard": (1, 0.11, 1), "reward_low_FP_rate": (1, 0.22, 1), "reward_low_FN_rate": (1, 0.11, 2)}
    thresholds = sorted({x for one in series for x in one["scores"]})
    cases = []
    for name, weights in profiles.items():
        scores = [nab(series, t, *weights) for t in thresholds]
        cases.append({"profile": name, "at": {"threshold": 0.97, "score": nab(series, 0.97, *weights)},
                      "best": max(scores)})
    return {"series": series, "cases": cases}


def detection_case():
    random = np.random.default_rng(8)
    labels = (random.random(500) < 0.1).astype(int)
    scores = np.round(np.clip(random.normal(0.3 + 0.25 * labels, 0.2), 0, 1), 2)
    return {"scores": scores.tolist(), "labels": labels.tolist(),
            "average_precision": average_precision_score(labels, scores), "roc_auc": roc_auc_score(labels, scores)}


def forecast_case():
    random = np.random.default_rng(9)
    actual = random.normal(10, 3, 40)
    actual[[3, 17]] = np.nan
    mean = random.normal(10, 2, 40)
    quantiles = np.sort(mean[:, None] + random.normal(0, 3, (40, 19)), axis=1)
    known = ~np.isnan(actual)
    error = actual[known] - mean[known]
    median = quantiles[known, 9]
    absolute = np.abs(actual[known] - median)
    pinball = np.mean([np.maximum(q * (actual[known] - quantiles[known, i]), (q - 1) * (actual[known] - quantiles[known, i]))
                       for i, q in enumerate(LEVELS)])
    return {
        "actual": [None if math.isnan(x) else x for x in actual], "mean": mean.tolist(), "quantiles": quantiles.tolist(),
        "scale": 2.5, "mae": absolute.mean(), "mse": (error**2).mean(), "rmse": math.sqrt((error**2).mean()),
        "smape": 200 * np.mean(absolute / (np.abs(actual[known]) + np.abs(median))),
        "mase": absolute.mean() / 2.5, "crps": 2 * pinball,
        "coverage_80": np.mean((quantiles[known, 1] <= actual[known]) & (actual[known] <= quantiles[known, 17]))}


def diebold_mariano_case(horizon, seed):
    random = np.random.default_rng(seed)
    noise = random.normal(0, 1, 80)
    first, second = (noise + random.normal(0.2, 1, 80)) ** 2, (noise + random.normal(0, 1, 80)) ** 2
    d, n = first - second, 80
    centred = d - d.mean()
    variance = centred @ centred / n
    for lag in range(1, horizon):
        variance += 2 * (1 - lag / horizon) * (centred[lag:] @ centred[:-lag]) / n
    correction = (n + 1 - 2 * horizon + horizon * (horizon - 1) / n) / n
    statistic = d.mean() / math.sqrt(variance / n) * math.sqrt(correction)
    return {"first": first.tolist(), "second": second.tolist(), "horizon": horizon, "statistic": statistic,
            "p": 2 * scipy.stats.t.sf(abs(statistic), n - 1)}


def main():
    print("Python", platform.python_version(), "NumPy", np.__version__, "SciPy", scipy.__version__, "scikit-learn",
          sklearn.__version__)
    fixture = {
        "nab": nab_case(), "detection": detection_case(), "forecast": forecast_case(),
        "diebold_mariano": [diebold_mariano_case(1, 10), diebold_mariano_case(6, 11)],
        "student_t": [{"t": t, "df": df, "p": 2 * scipy.stats.t.sf(t, df)}
                      for t in (0.0, 0.1, 1.0, 2.5, 9.0, 40.0) for df in (1, 2, 7.5, 79, 5000)]}
    TARGET.parent.mkdir(exist_ok=True)
    TARGET.write_text(json.dumps(fixture, separators=(",", ":")) + "\n")
    print(TARGET.name, TARGET.stat().st_size, "bytes")


main()
