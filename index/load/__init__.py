"""Files to raw text: one small loader per format behind one registry, chosen by content, not by name."""

from index.load.archive import file_size, files_in, read_file
from index.load.formats import sniff
from index.load.guarded import Guarded
from index.load.registry import bytes_of, load, load_bytes, readable

__all__ = ["Guarded", "bytes_of", "file_size", "files_in", "load", "load_bytes", "read_file", "readable", "sniff"]
