"""The work: events, store, sync, screens and documents of an inspection visit."""

__version__ = "0.1.0"
