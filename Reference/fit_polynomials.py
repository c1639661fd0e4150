"""Fits the polynomials of Sources/CLSTMKernels/functions.h: near-minimax, weighted for relative error, by iteratively
reweighted least squares in extended precision on Chebyshev nodes (Lawson's algorithm). Prints the coefficients as C
hexadecimal floats, lowest power first, and the error of the fit before rounding.

    python Reference/fit_polynomials.py
"""

import sys

import numpy as np

L = np.longdouble


def fit(name, function, low, high, powers, relative_to):
    nodes = (low + high) / 2 + (high - low) / 2 * np.cos(np.linspace(0, np.pi, 2001))
    x = nodes.astype(L)
    target, scale = function(x), relative_to(x)
    weight = np.ones(len(x))
    basis = np.stack([x**power for power in powers], 1)
    for _ in range(60):
        rows = (np.sqrt(weight) / scale.astype(float))[:, None]
        coefficients, *_ = np.linalg.lstsq(
            (basis * rows).astype(float), (target * rows[:, 0]).astype(float), rcond=None
        )
        error = np.abs((basis @ coefficients.astype(L) - target) / scale).astype(float)
        weight = weight * (error + 1e-30)
        weight /= weight.sum()
    print(f"{name}: powers {list(powers)}, error {error.max():.2e}")
    for power, coefficient in zip(powers, coefficients):
        print(f"  x^{power}: {float(np.float32(coefficient)).hex()}f  /* {coefficient:.9g} */")


def main():
    print("numpy", np.__version__, "python", sys.version.split()[0])
    half = float(np.log(L(2)) / 2) * 1.0001
    # e^r = 1 + r + r^2 q(r)
    fit("exp q(r)", lambda r: np.where(np.abs(r) < 1e-3, L(0.5) + r / 6 + r * r / 24,
        (np.expm1(r) - r) / np.where(r == 0, 1, r * r)), -half, half, range(5), lambda r: np.exp(r) / np.maximum(r * r, L(1e-4)))
    # log(1 + f) = f - f^2/2 + f^3 p(f)
    def log_rest(f):
        series = L(1) / 3 - f / 4 + f * f / 5 - f**3 / 6 + f**4 / 7
        return np.where(np.abs(f) < 5e-3, series, (np.log1p(f) - f + f * f / 2) / np.where(f == 0, 1, f**3))
    fit("log p(f)", log_rest, 2**-0.5 - 1, 2**0.5 - 1, range(9), lambda f: np.maximum(np.abs(f), L(1e-2)) / np.maximum(np.abs(f) ** 3, L(1e-6)))


if __name__ == "__main__":
    main()
