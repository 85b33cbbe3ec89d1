"""The API object: readable JSON, conditional answers, one shape for every refusal."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from functools import wraps
from typing import Any, cast

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import URLPattern, URLResolver
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.http import quote_etag
from django.utils.translation import gettext as _
from django.views.generic import RedirectView
from ninja import NinjaAPI
from ninja.openapi.schema import OpenAPISchema
from ninja.operation import Operation
from ninja.renderers import JSONRenderer

from tinhso.api.description import complete
from tinhso.api.doors import DOORS
from tinhso.base.errors import Refusal
from tinhso.base.web.errors import answer

READS = ("GET", "HEAD")


class ReadableJson(JSONRenderer):
    """JSON that keeps Vietnamese letters as they are: shorter on the wire, readable in a terminal."""

    json_dumps_params = {"ensure_ascii": False}


class WrongMethod(Refusal):
    """This address does not know that method."""

    status = 405
    code = "wrong_method"


def _refuse_method(request: HttpRequest, allowed: str) -> HttpResponse:
    response = answer(
        request,
        WrongMethod(_("Địa chỉ này không nhận %(method)s.") % {"method": request.method}, hint=allowed),
    )
    response.headers["Allow"] = allowed
    return response


def _shaped(view: Callable[..., HttpResponseBase], *, reads_only: bool) -> Callable[..., HttpResponseBase]:
    """`view` that answers HEAD as GET, and tells a wrong method in the common shape."""

    @wraps(view)
    def shaped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if reads_only and request.method not in READS:
            return _refuse_method(request, ", ".join(READS))
        if request.method == "HEAD":
            request.method = "GET"
        response = view(request, *args, **kwargs)
        if response.status_code == WrongMethod.status:
            return _refuse_method(request, response.headers.get("Allow", ""))
        return response

    return shaped


class Api(NinjaAPI):
    """ninja's API with answers that can be asked for again at little cost (ETag, 304)."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings)
        self._described: dict[tuple[str | None, tuple[tuple[str, Any], ...]], OpenAPISchema] = {}

    def create_response(
        self,
        request: HttpRequest,
        data: Any,
        *,
        status: int | None = None,
        temporal_response: HttpResponse | None = None,
    ) -> HttpResponse:
        """The answer; a read that the caller already has is 304."""
        response = super().create_response(request, data, status=status, temporal_response=temporal_response)
        if request.method not in READS or response.status_code != HttpResponse.status_code:
            return response
        tag = quote_etag(hashlib.sha256(response.content).hexdigest()[:32])
        response.headers["ETag"] = tag
        response.headers["Cache-Control"] = "private, no-cache"
        patch_vary_headers(response, ("Authorization", "Cookie", "Accept-Language"))
        return cast(HttpResponse, get_conditional_response(request, etag=tag, response=response))

    def get_openapi_schema(
        self, *, path_prefix: str | None = None, path_params: dict[str, Any] | None = None
    ) -> OpenAPISchema:
        """The description, completed; made once, for it takes a second and never changes."""
        asked = (path_prefix, tuple(sorted((path_params or {}).items())))
        if asked not in self._described:
            schema = super().get_openapi_schema(path_prefix=path_prefix, path_params=path_params)
            doors = {type(door).__name__: door.openapi_security_schema for door in DOORS}
            complete(schema, doors)
            self._described[asked] = schema
        return self._described[asked]

    def get_openapi_operation_id(self, operation: Operation) -> str:
        """The function's own name: `plan`, `report_target`."""
        return operation.view_func.__name__

    @property
    def urls(self) -> tuple[list[URLResolver | URLPattern], str, str]:
        """The addresses; the root leads people to the page that lists them."""
        patterns, app, namespace = super().urls
        for pattern in patterns:
            if isinstance(pattern, URLPattern):
                if pattern.name == "api-root":
                    pattern.callback = RedirectView.as_view(
                        pattern_name="api_reference", http_method_names=["get", "head"]
                    )
                else:
                    pattern.callback = _shaped(pattern.callback, reads_only=pattern.name == "openapi-json")
        return patterns, app, namespace
