"""Files to raw text: one small loader per format behind one registry, chosen by content, not by name."""

from index.load.registry import load, load_bytes

__all__ = ["load", "load_bytes"]
