"""Where everything rests: one interface, SQLite behind it, keys and files beside it."""
