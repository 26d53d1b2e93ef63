"""Errors a person reads: one clear Chinese line that names both values and the cure."""

from __future__ import annotations


class ShushuoError(Exception):
    """A failure the user can act on; the CLI prints it as one line and exits with ``exit_code``."""

    exit_code = 1


class UsageError(ShushuoError):
    """The command or question itself cannot be carried out as given."""

    exit_code = 2


class LoadError(ShushuoError):
    """A file that cannot be read as a report."""


class StoreError(ShushuoError):
    """A library that cannot be opened, written or trusted."""


class EncoderMismatch(StoreError):
    """The library's vectors were made by another encoder than the one asked with."""
