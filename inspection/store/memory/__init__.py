"""The store in memory, whose commits may become visible late and out of order: for tests and rehearsals."""
