"""Writes Tests/LSTMDataTests/Fixtures: librosa's log-mel values, cepstra and deltas of short made-up sounds (audio-*.safetensors),
and WAV files of libsndfile in each of its encodings (wav/*.wav).

A file of features has the samples that went in, the features that came out, [T, F], and the options as notes. Every WAV file has
the two channels of `WAV_SAMPLES`.
"""

import json
import platform
from pathlib import Path

import librosa
import numpy as np
import scipy
import soundfile
from safetensors.numpy import save

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

# Two channels of multiples of 1/128, which every encoding can hold.
WAV_SAMPLES = [[0, 0.5], [-1, 0.25], [127 / 128, -1 / 128], [-0.375, 0]]
WAV_FILES = {
    "unsigned8": ("WAV", "PCM_U8", "FILE"), "signed16": ("WAV", "PCM_16", "FILE"), "signed24": ("WAV", "PCM_24", "FILE"),
    "signed32": ("WAV", "PCM_32", "FILE"), "float32": ("WAV", "FLOAT", "FILE"), "float64": ("WAV", "DOUBLE", "FILE"),
    "signed16-big-endian": ("WAV", "PCM_16", "BIG"), "float32-big-endian": ("WAV", "FLOAT", "BIG"),
    "signed24-extensible": ("WAVEX", "PCM_24", "FILE"), "float32-extensible": ("WAVEX", "FLOAT", "FILE"),
    "signed16-rf64": ("RF64", "PCM_16", "FILE"),
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


def sorted_header(blob):
    """Safetensors writes its notes in any order, and the fixtures are committed."""
    size = int.from_bytes(blob[:8], "little")
    header = json.dumps(json.loads(blob[8 : 8 + size]), sort_keys=True, separators=(",", ":"))
    header += " " * (-len(header) % 8)
    return len(header).to_bytes(8, "little") + header.encode() + blob[8 + size :]


def without_time(blob):
    """libsndfile notes when it wrote the peaks of floating-point samples."""
    place = blob.find(b"PEAK")
    return blob if place < 0 else blob[: place + 12] + bytes(4) + blob[place + 16 :]


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
        path.write_bytes(sorted_header(save({"samples": y, "features": out}, metadata=notes)))
        print(path.name, out.shape, path.stat().st_size)
    (TARGET / "wav").mkdir(exist_ok=True)
    print(soundfile.__libsndfile_version__)
    for name, (container, encoding, endian) in WAV_FILES.items():
        path = TARGET / "wav" / f"{name}.wav"
        soundfile.write(path, np.array(WAV_SAMPLES), 11025, subtype=encoding, endian=endian, format=container)
        path.write_bytes(without_time(path.read_bytes()))
        found, rate = soundfile.read(path)
        assert rate == 11025 and np.array_equal(found, np.array(WAV_SAMPLES)), name
        print(path.name, path.stat().st_size)


if __name__ == "__main__":
    main()
