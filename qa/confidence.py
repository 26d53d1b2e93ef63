"""How sure an answer is of itself: from the score of what was selected to a confidence. Pure."""

from __future__ import annotations


def confidence(score: float) -> float:
    """The confidence, in [0, 1], that goes with the score of a fact or of a sentence.

    For now the score itself, held to [0, 1]: it orders answers, but is no probability of being right. A mapping fitted
    on measured answers belongs here; it has to rise with the score, for a threshold on scores is one on confidences too.

    >>> confidence(0.72), confidence(1.08), confidence(-0.1)
    (0.72, 1.0, 0.0)
    """
    return min(1.0, max(0.0, score))
