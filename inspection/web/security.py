"""Headers that every answer carries."""

from flask import Flask, Response

_POLICY = "; ".join(
    (
        "default-src 'self'",
        "img-src 'self' blob: data:",
        "object-src 'none'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
        "form-action 'self'",
    )
)
_HEADERS = {
    "Content-Security-Policy": _POLICY,
    "Permissions-Policy": "camera=(self), geolocation=(self), microphone=(), payment=(), usb=()",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}
_ONLY_HTTPS = "Strict-Transport-Security", "max-age=31536000"


def secure_answers(app: Flask, *, https: bool) -> None:
    """Set the headers; nothing is cached unless the view says so."""

    headers = [*_HEADERS.items(), *([_ONLY_HTTPS] if https else [])]

    @app.after_request
    def add(response: Response) -> Response:
        said = {name.lower() for name, _ in response.headers}
        response.headers.extend([one for one in headers if one[0].lower() not in said])
        return response
