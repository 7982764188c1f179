"""Signing in to the desk: passwords, server-side sessions, form tokens, drafts that outlive a session."""

from inspection.web.sign_in.door import require_supervisor
from inspection.web.sign_in.views import blueprint

__all__ = ["blueprint", "require_supervisor"]
