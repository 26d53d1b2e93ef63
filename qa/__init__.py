"""Online side: questions in, answers with proof out. ``Assistant`` is the one entry for every caller."""

from qa.assistant import Assistant
from qa.results import Answer, Citation, Hit, Question, ShownFact

__all__ = ["Answer", "Assistant", "Citation", "Hit", "Question", "ShownFact"]
