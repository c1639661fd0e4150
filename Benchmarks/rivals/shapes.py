"""The rows of the comparison, and how their work is counted."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Shape:
    batch: int
    time: int
    input: int
    hidden: int
    bidirectional: bool = False
    layers: int = 1

    @property
    def directions(self):
        return 2 if self.bidirectional else 1

    def operations(self, work):
        """2 · 4H · (I + H) · T · N forward, three times that for training, for every contender alike."""
        total = 0
        for layer in range(self.layers):
            inputs = self.input if layer == 0 else self.directions * self.hidden
            total += 8 * self.hidden * (inputs + self.hidden) * self.time * self.batch * self.directions
        return total * (3 if work == "training" else 1)

    def bytes_by_block(self, work):
        """Weights that must pass through a core: (bytes of the block that stays, bytes read), for one thread.

        The recurrent weight is read at every step, forward and (transposed) backward; the input weight once.
        """
        recurrent = 16 * self.hidden * self.hidden
        passes = 2 if work == "training" else 1
        total = []
        for layer in range(self.layers):
            inputs = self.input if layer == 0 else self.directions * self.hidden
            block = recurrent if self.time > 1 else recurrent + 16 * self.hidden * inputs
            read = recurrent * self.time + 16 * self.hidden * inputs
            total.append((block, read * passes * self.directions))
        return total

    def __str__(self):
        extra = " bidirectional" if self.bidirectional else ""
        extra += f" {self.layers} layers" if self.layers > 1 else ""
        return f"{self.batch}, {self.time}, {self.input}, {self.hidden}{extra}"


SHAPES = [
    Shape(1, 1, 128, 128),
    Shape(1, 1, 512, 512),
    Shape(1, 100, 128, 128),
    Shape(1, 15, 24, 32, bidirectional=True),
    Shape(1, 63, 96, 32, bidirectional=True),
    Shape(16, 50, 128, 128),
    Shape(20, 20, 200, 200),
    Shape(64, 100, 64, 64),
    Shape(256, 28, 28, 128),
    Shape(64, 100, 256, 256),
    Shape(32, 50, 512, 512),
    Shape(20, 35, 650, 650),
    Shape(8, 2000, 256, 256, layers=2),
]
