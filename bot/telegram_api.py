"""Calls Bot API methods with plain JSON, over the library's transport and its errors.

The library's own Bot builds an object for every part of every message and parses every answer; the
screens are JSON already, and of the answers only a few fields matter.
"""

from typing import Any

from telegram import InputFile
from telegram.request import BaseRequest, RequestData
from telegram.request._requestparameter import RequestParameter

from domain.delivery import Json


class TelegramApi:
    """One bot at one Bot API server; `endpoint` is its base URL with the token."""

    def __init__(self, request: BaseRequest, api_url: str, token: str) -> None:
        self.request = request
        self.endpoint = f"{api_url.rstrip('/')}/bot{token}"

    async def call(
        self, method: str, params: Json, files: dict[str, InputFile] | None = None
    ) -> Any:  # noqa: ANN401 - the result's shape is the method's
        """Call the method and return its result; raises telegram.error.TelegramError."""
        fields = [
            RequestParameter(name, value, None)
            for name, value in params.items()
            if value is not None
        ]
        for name, file in (files or {}).items():
            fields.append(RequestParameter.from_input(name, file))
        return await self.request.post(f"{self.endpoint}/{method}", RequestData(fields))
