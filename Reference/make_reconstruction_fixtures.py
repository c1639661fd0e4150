"""Writes Tests/LSTMDataTests/Fixtures/reconstruction-*.safetensors: what librosa makes of spectra whose phases, or whose
frequencies under mel triangles, were thrown away.

A file has the samples of a made-up sound, the magnitudes of its short-time spectra, [T, K], and as notes the options, how near
`librosa.griffinlim` comes to those magnitudes in 32 iterations from phases of chance (spectral convergence: the norm of the
difference over the norm; the mean of five seeds), and how near `librosa.feature.inverse.mel_to_stft` comes to the mel energies
(root mean square of the difference of their logarithms).
"""

import platform
from pathlib import Path

import librosa
import numpy as np
from safetensors.numpy import save

from make_audio_fixtures import TARGET, sorted_header, sound

# name: rate, seconds, window, hop, n_fft, mels
CASES = {
    "8-khz": (8000, 0.6, 256, 64, 256, 40),
    "8-khz-window-in-frame": (8000, 0.5, 200, 50, 256, 40),
    "16-khz": (16000, 0.5, 512, 128, 512, 64),
}
ITERATIONS = 32


def main():
    versions = f"Python {platform.python_version()}, librosa {librosa.__version__}, NumPy {np.__version__}"
    print(versions)
    for name, (rate, seconds, window, hop, size, mels) in CASES.items():
        y = sound(name, rate, seconds).astype(np.float64)
        frames = dict(hop_length=hop, win_length=window, n_fft=size, window="hann", center=True, pad_mode="constant")
        magnitudes = np.abs(librosa.stft(y, **frames))
        found = []
        for seed in range(5):
            z = librosa.griffinlim(magnitudes, n_iter=ITERATIONS, momentum=0.99, init="random", random_state=seed,
                                   length=(magnitudes.shape[1] - 1) * hop, **frames)
            again = np.abs(librosa.stft(z, **frames))
            found.append(np.linalg.norm(again - magnitudes) / np.linalg.norm(magnitudes))
        mel = librosa.feature.melspectrogram(S=magnitudes**2, sr=rate, n_fft=size, n_mels=mels, fmin=0, fmax=rate / 2)
        inverse = librosa.feature.inverse.mel_to_stft(mel, sr=rate, n_fft=size, power=2.0, fmin=0, fmax=rate / 2)
        again = librosa.feature.melspectrogram(S=inverse**2, sr=rate, n_fft=size, n_mels=mels, fmin=0, fmax=rate / 2)
        loud = mel > 1e-6
        error = np.sqrt(np.mean((np.log(again[loud] + 1e-10) - np.log(mel[loud])) ** 2))
        notes = {
            "versions": versions, "rate": rate, "window": window, "hop": hop, "size": size, "mels": mels,
            "iterations": ITERATIONS, "convergence": np.mean(found), "mel_error": error,
        }
        notes = {key: str(value) for key, value in notes.items()}
        tensors = {"samples": y.astype(np.float32), "magnitudes": np.ascontiguousarray(magnitudes.T, dtype=np.float32)}
        path = TARGET / f"reconstruction-{name}.safetensors"
        path.write_bytes(sorted_header(save(tensors, metadata=notes)))
        print(path.name, path.stat().st_size, notes["convergence"], notes["mel_error"])


if __name__ == "__main__":
    main()
