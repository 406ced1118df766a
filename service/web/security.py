"""What protects readers: response headers, and a token that only this server's own forms carry."""

import hmac
import secrets

from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from service.endpoint.protocol import RequestError

POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data:",
    "connect-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
}
HEADERS = {
    "Content-Security-Policy": "; ".join(f"{name} {value}" for name, value in POLICY.items()),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Cross-Origin-Opener-Policy": "same-origin",
}


class SecurityHeaders:
    """Adds HEADERS to every response that does not set them itself."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serves one request."""

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        await self._app(scope, receive, send_with_headers)


class FormGuard:
    """Tells this server's own forms from forged ones: a secret of the process in each, and the browser's Origin."""

    def __init__(self) -> None:
        self.token = secrets.token_urlsafe(32)

    def check(self, request: Request, token: str) -> None:
        """Raises RequestError (403) for a form that did not come from this server."""
        origin = request.headers.get("origin")
        is_ours = origin is None or origin.partition("://")[2] == request.headers.get("host")
        if not is_ours or not hmac.compare_digest(token.encode(), self.token.encode()):
            raise RequestError(
                403,
                "古いか、よそから送られた画面です。読み込み直して、もう一度送る / "
                "this form is stale, or came from elsewhere. Reload the page and send it again.",
            )
