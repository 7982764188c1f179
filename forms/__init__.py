"""Official papers: plain frozen dataclasses in, archival PDF bytes out.

This package draws and never decides: every word of law reaches it as data, and it knows no visit,
no protocol, no clock and no randomness. Same document in, same bytes out.
"""
