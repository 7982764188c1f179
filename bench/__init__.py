"""Measurements, each against a floor or a peer in the same run. `bench/README.md` has the figures."""
