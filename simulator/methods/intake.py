"""Methods by which a bot gets its updates: polling and the webhook."""

from __future__ import annotations

import asyncio
import re
from urllib.parse import urlsplit

from simulator.arguments import boolean, integer, string, strings
from simulator.errors import ApiError, Json, bad
from simulator.guard import LOOPBACK
from simulator.methods.registry import Call, Told, method
from simulator.world import Webhook

WEBHOOK_ACTIVE = (
    "Conflict: can't use getUpdates method while webhook is active; "
    "use deleteWebhook to delete the webhook first"
)
_SECRET = re.compile(r"[A-Za-z0-9_-]{0,256}")


@method("getUpdates", offset=integer, limit=integer, timeout=integer, allowed_updates=strings)
async def get_updates(call: Call) -> list[Json]:
    """getUpdates; the wait ends when the client goes away."""
    world, args = call.world, call.args
    if world.webhook.url:
        raise ApiError(409, WEBHOOK_ACTIVE)
    world.updates.allow(args.get("allowed_updates"))
    # Out of range, both are brought into it, as the open-source server does.
    limit = min(100, max(1, args.get("limit", 100)))
    seconds = 0 if world.closing else min(50, max(0, args.get("timeout", 0)))
    polling = world.updates.poll(args.get("offset", 0), limit, seconds)
    if not seconds or call.gone is None or len(world.updates):
        return await polling
    poll = asyncio.ensure_future(polling)
    gone = asyncio.ensure_future(call.gone())
    try:
        await asyncio.wait({poll, gone}, return_when=asyncio.FIRST_COMPLETED)
        return await poll if poll.done() else []
    finally:
        for task in (poll, gone):
            task.cancel()


def _drop(call: Call) -> None:
    if call.args.get("drop_pending_updates"):
        call.world.updates.clear()


def _host(url: str) -> str:
    try:
        parts = urlsplit(url)
        # A port that is no number shows only when it is asked for.
        host, _ = parts.hostname, parts.port
    except ValueError:
        raise bad("bad webhook: invalid URL") from None
    if parts.scheme not in {"http", "https"} or host is None:
        raise bad("bad webhook: invalid URL")
    return host


def _remove(call: Call) -> Told:
    """No webhook any more; what waits is polled again."""
    world = call.world
    words = "Webhook was deleted" if world.webhook.url else "Webhook is already deleted"
    world.webhook = Webhook()
    _drop(call)
    if world.on_webhook is not None:
        world.on_webhook()
    return Told(result=True, description=words)


@method(
    "setWebhook",
    url=string,
    max_connections=integer,
    allowed_updates=strings,
    drop_pending_updates=boolean,
    secret_token=string,
)
def set_webhook(call: Call) -> Told:
    """setWebhook, to loopback addresses only; plain http is taken as well as https."""
    args, world = call.args, call.world
    url = args.get("url", "")
    if not url:
        return _remove(call)
    host = _host(url)
    if host not in LOOPBACK:
        raise bad(f"bad webhook: the simulator calls loopback hosts only, not {host}")
    secret = args.get("secret_token", "")
    if not _SECRET.fullmatch(secret):
        raise bad("secret token contains unallowed characters")
    connections = args.get("max_connections", 40)
    if not 1 <= connections <= 100:
        raise bad("max_connections must be 1-100")
    world.updates.allow(args.get("allowed_updates"))
    old = world.webhook
    is_same = (old.url, old.secret, old.max_connections) == (url, secret, connections)
    if is_same and not args.get("drop_pending_updates"):
        return Told(result=True, description="Webhook is already set")
    world.webhook = Webhook(url, secret, connections)
    _drop(call)
    world.updates.give_way()
    if world.on_webhook is not None:
        world.on_webhook()
    return Told(result=True, description="Webhook was set")


@method("deleteWebhook", drop_pending_updates=boolean)
def delete_webhook(call: Call) -> Told:
    """deleteWebhook."""
    return _remove(call)


@method("getWebhookInfo")
def get_webhook_info(call: Call) -> Json:
    """getWebhookInfo."""
    world, webhook = call.world, call.world.webhook
    info: Json = {
        "url": webhook.url,
        "has_custom_certificate": False,
        "pending_update_count": len(world.updates),
    }
    if webhook.url:
        info |= {"max_connections": webhook.max_connections, "ip_address": "127.0.0.1"}
        if webhook.last_error:
            info["last_error_date"] = webhook.last_error_date
            info["last_error_message"] = webhook.last_error
    if world.updates.allowed is not None:
        info["allowed_updates"] = sorted(world.updates.allowed)
    return info
