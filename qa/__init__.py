"""Online side: questions in, answers with proof out. ``Assistant`` is the one entry for every caller."""

import os

# Many small products, often from several threads at once: a second thread for each only waits for the other core.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

from qa.assistant import Assistant
from qa.results import Answer, Citation, Hit, Question, ShownFact

__all__ = ["Answer", "Assistant", "Citation", "Hit", "Question", "ShownFact"]
