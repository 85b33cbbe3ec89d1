"""Pages that answer 304 when nothing changed, from a version that costs one cheap query.

@conditional(lambda request: (queries.version(), request.actor_id), public=False)
def leaders(request): ...
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Hashable
from functools import wraps
from typing import Any, TypeVar, cast

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.http import quote_etag
from django.utils.translation import get_language

from tinhso import __version__

View = TypeVar("View", bound=Callable[..., HttpResponseBase])


def etag(request: HttpRequest, version: Hashable) -> str:
    """The tag of this address in this language at this version of the data and of the product."""
    parts = (
        __version__,
        get_language(),
        request.get_full_path(),
        request.headers.get("HX-Request", ""),
        version,
    )
    return quote_etag(hashlib.sha256(repr(parts).encode()).hexdigest()[:32])


def conditional(
    version: Callable[[HttpRequest], Hashable | None], *, public: bool = False, seconds: int = 0
) -> Callable[[View], View]:
    """Answer GET and HEAD with an ETag of `version(request)`; None means: do not keep this one.

    The version must name everything the page depends on, the reader included when `public` is False. Pages
    with a form token or messages belong to their reader, so they are private.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            found = version(request) if request.method in {"GET", "HEAD"} else None
            if found is None:
                return view(request, *args, **kwargs)
            tag = etag(request, found)
            unchanged = get_conditional_response(request, etag=tag)
            response = unchanged if unchanged is not None else view(request, *args, **kwargs)
            if response.status_code in {200, 304}:
                response.headers["ETag"] = tag
                who = "public" if public else "private"
                response.headers["Cache-Control"] = (
                    f"{who}, max-age={seconds}" if seconds else f"{who}, no-cache"
                )
                patch_vary_headers(response, ("Cookie", "HX-Request"))
                if settings.DEBUG:
                    note = "hit" if unchanged is not None else "miss"
                    response.headers["Server-Timing"] = f'conditional;desc="{note}"'
            return response

        return cast(View, answered)

    return decorate
