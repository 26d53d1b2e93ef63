"""Offline side: reports in, a store of passages, figures and facts out. Never imports ``qa``."""
