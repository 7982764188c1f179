"""`python -m inspection` is the command `resguardo`."""

from inspection.cli import main

raise SystemExit(main())
