"""How dark a heat map's cell is, the same in every picture."""

import math

SAMPLES = (0.25, 0.5, 0.75, 1.0)
"""The shades that a picture's scale shows."""


def shade(strength: float, strongest: float) -> float:
    """The shade of a cell, in [0, 1]: the square root, so that weak cells can be told apart beside one strong one."""
    return math.sqrt(strength / strongest) if strongest else 0.0


def scale(strongest: float) -> tuple[tuple[float, float], ...]:
    """Each of SAMPLES with the strength that it stands for."""
    return tuple((sample, strongest * sample**2) for sample in SAMPLES)
