"""Writes Tests/LSTMTensorTests/Fixtures/distributions.json: SciPy's log-gamma and digamma, its log-densities under the
parameters that a network's outputs stand for, and its distribution functions for the samplers."""

import json
import platform
from pathlib import Path

import numpy as np
import scipy
from scipy import special, stats

TARGET = Path(__file__).parent.parent / "Tests/LSTMTensorTests/Fixtures/distributions.json"


def softplus(x):
    return np.logaddexp(0, x)


def functions():
    xs = [1e-6, 0.01, 0.3, 0.5, 1.0, 1.4616321449683623, 2.0, 3.7, 9.999, 10.0, 33.3, 1e3, 1e6, 1e12]
    return {"x": xs, "log_gamma": special.gammaln(xs).tolist(), "digamma": special.digamma(xs).tolist()}


def likelihoods():
    random = np.random.default_rng(3)
    cases = []
    for number in range(40):
        outputs = random.normal(0, 2, 3).tolist()
        scale = float(10 ** random.uniform(-3, 4))
        spread = softplus(outputs[1]) + 1e-3
        value = float(scale * random.normal(0, 3))
        cases.append({"distribution": "gaussian", "outputs": outputs[:2], "scale": scale, "value": value,
                      "loss": -stats.norm.logpdf(value, scale * outputs[0], scale * spread)})
        cases.append({"distribution": "student-t", "outputs": outputs, "scale": scale, "value": value,
                      "loss": -stats.t.logpdf(value, 2 + softplus(outputs[2]), scale * outputs[0], scale * spread)})
        scale = float(1 + 10 ** random.uniform(-1, 4))
        mean = scale * softplus(outputs[0]) + 1e-6
        n = 1 / (softplus(outputs[1]) / np.sqrt(scale) + 1e-4)
        value = int(random.poisson(mean * random.uniform(0, 2)))
        cases.append({"distribution": "negative-binomial", "outputs": outputs[:2], "scale": scale, "value": value,
                      "loss": -stats.nbinom.logpmf(value, n, n / (n + mean))})
    return cases


def table(name, parameters, distribution):
    points = sorted({float(distribution.ppf(p)) for p in np.linspace(0.02, 0.98, 25)} | {float(distribution.ppf(0.999))})
    return {"name": name, "parameters": parameters, "points": points, "probabilities": distribution.cdf(points).tolist(),
            "mean": float(distribution.mean()), "variance": float(distribution.var())}


def samplers():
    tables = [table("normal", [], stats.norm())]
    tables += [table("gamma", [a], stats.gamma(a)) for a in (0.1, 0.7, 1.0, 4.5, 80.0)]
    tables += [table("student-t", [df], stats.t(df)) for df in (2.5, 6.0, 50.0)]
    tables += [table("poisson", [m], stats.poisson(m)) for m in (0.2, 3.0, 9.9, 10.1, 45.0, 5000.0)]
    for mean, dispersion in ((0.5, 2.0), (12.0, 0.3), (400.0, 0.01)):
        n = 1 / dispersion
        tables.append(table("negative-binomial", [mean, dispersion], stats.nbinom(n, n / (n + mean))))
    return tables


print("Python", platform.python_version(), "NumPy", np.__version__, "SciPy", scipy.__version__)
TARGET.parent.mkdir(exist_ok=True)
TARGET.write_text(json.dumps({"functions": functions(), "likelihoods": likelihoods(), "samplers": samplers()}, indent=1) + "\n")
print(TARGET, TARGET.stat().st_size)
