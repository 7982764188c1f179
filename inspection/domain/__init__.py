"""The pure core: events, merge, sealing, the opened visit. No disk, no clock, no randomness of its own."""
