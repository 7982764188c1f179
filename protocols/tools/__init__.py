"""Tools of whoever keeps the law as data: show, diff, report, mutate."""
