"""Writes Tests/LSTMDataTests/Fixtures/audio-*.safetensors: librosa's log-mel values, cepstra and deltas of short made-up sounds.

Each file has the samples that went in, the features that came out, [T, F], and the options as notes.
"""

import platform
from pathlib import Path

import librosa
import numpy as np
import scipy
from safetensors.numpy import save_file

TARGET = Path(__file__).parent.parent / "Tests/LSTMDataTests/Fixtures"
FLOOR = 1e-10

# name: rate, seconds, window, hop, n_fft, mels, lowest, highest, cepstra (0: log-mel), order of deltas, width of deltas
CASES = {
    "8-khz": (8000, 0.35, 200, 80, 256, 40, 0.0, 4000.0, 0, 0, 9),
    "8-khz-cepstra": (8000, 0.3, 200, 80, 256, 40, 0.0, 4000.0, 13, 2, 9),
    "8-khz-window-alone": (8000, 0.2, 200, 80, 200, 26, 100.0, 3800.0, 26, 1, 5),
    "16-khz": (16000, 0.25, 400, 160, 512, 80, 0.0, 8000.0, 0, 1, 9),
    "16-khz-banded": (16000, 0.25, 400, 160, 512, 40, 20.0, 7600.0, 0, 0, 9),
    "odd-spectrum": (9000, 0.2, 225, 90, 225, 23, 0.0, 4500.0, 0, 0, 9),
    "one-sample": (8000, 1 / 8000, 200, 80, 256, 40, 0.0, 4000.0, 0, 0, 9),
}


def sound(name, rate, seconds):
    """A gliding voice with overtones, a hiss, and silence at the end."""
    random = np.random.default_rng(sum(name.encode()))
    count = round(rate * seconds)
    time = np.arange(count) / rate
    phase = 2 * np.pi * (120 * time + 150 * time**2)
    voice = sum(np.sin(k * phase) / k for k in range(1, 12))
    y = 0.2 * voice + 0.02 * random.standard_normal(count)
    y[count * 4 // 5:] = 0
    if count == 1:
        y[0] = 0.5
    return y.astype(np.float32)


def features(y, rate, window, hop, size, mels, low, high, cepstra, order, width):
    mel = librosa.feature.melspectrogram(
        y=y.astype(np.float64), sr=rate, n_fft=size, hop_length=hop, win_length=window, window="hann", center=True,
        pad_mode="constant", power=2.0, n_mels=mels, fmin=low, fmax=high, htk=False, norm="slaney", dtype=np.float64)
    result = np.log(np.maximum(FLOOR, mel))
    if cepstra:
        result = librosa.feature.mfcc(S=result, n_mfcc=cepstra, dct_type=2, norm="ortho")
    groups = [result]
    for _ in range(order):
        groups.append(librosa.feature.delta(groups[-1], width=width, order=1, mode="nearest"))
    return np.concatenate(groups).T


def main():
    TARGET.mkdir(exist_ok=True)
    versions = f"Python {platform.python_version()}, librosa {librosa.__version__}, NumPy {np.__version__}, SciPy {scipy.__version__}"
    print(versions)
    for name, case in CASES.items():
        rate, seconds, *rest = case
        y = sound(name, rate, seconds)
        keys = ["window", "hop", "size", "mels", "low", "high", "cepstra", "order", "width"]
        notes = {"versions": versions, "rate": str(rate)} | {k: str(v) for k, v in zip(keys, rest)}
        out = np.ascontiguousarray(features(y, rate, *rest), dtype=np.float32)
        path = TARGET / f"audio-{name}.safetensors"
        save_file({"samples": y, "features": out}, path, metadata=notes)
        print(path.name, out.shape, path.stat().st_size)


if __name__ == "__main__":
    main()
