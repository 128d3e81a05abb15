"""Looks at what a running shop depends on, and says what to do about each."""

import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from email.utils import parsedate_to_datetime

import aiohttp
from telegram.error import InvalidToken, TelegramError

from bot.logs import scrub
from bot.settings import Settings
from bot.telegram_api import TelegramApi
from bot.transport import AiohttpRequest

CLOCK_TOLERANCE_S = 30
_DATABASE_REMEDY = (
    "run `pesan migrate`; if that fails too, look at PESAN_DATABASE_URL and PESAN_DATA_DIR"
)


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """One thing looked at: whether it is well, what was found, what to do if it is not."""

    what: str
    well: bool
    found: str
    remedy: str = ""


@dataclass(frozen=True, slots=True)
class ShopFacts:
    """What the database says: the staff group's id, and what the shop lacks ("": nothing)."""

    staff_chat: int | None
    lacks: str


Look = Callable[[], Awaitable[ShopFacts]]


async def examine(settings: Settings, look: Look) -> list[Diagnosis]:
    """Examine token, webhook, staff group, database and clock, in this order.

    `look` reads the database and raises where it cannot be opened.
    """
    request = AiohttpRequest(connections=2)
    await request.initialize()
    try:
        api = TelegramApi(request, settings.api_url, settings.token_value)
        token = await _token(api, settings)
        facts, database = await _database(look)
        chat_id = facts.staff_chat if facts else None
        telegram = [await _webhook(api, settings), await _group(api, chat_id)] if token.well else []
        shop = [_shop(facts)] if facts else []
        return [token, *telegram, database, *shop, await _clock(settings)]
    finally:
        await request.shutdown()


async def _token(api: TelegramApi, settings: Settings) -> Diagnosis:
    if not settings.token_value:
        remedy = "ask @BotFather for one and put it into .env as PESAN_TOKEN"
        return Diagnosis("token", well=False, found="none is set", remedy=remedy)
    try:
        me = await api.call("getMe", {})
    except InvalidToken:
        remedy = "copy it anew from @BotFather (/token), without spaces"
        return Diagnosis("token", well=False, found="Telegram does not know it", remedy=remedy)
    except TelegramError as error:
        remedy = f"is {settings.api_url} reachable from here?"
        return Diagnosis("token", well=False, found=scrub(error.message), remedy=remedy)
    return Diagnosis("token", well=True, found=f"@{me['username']}")


async def _webhook(api: TelegramApi, settings: Settings) -> Diagnosis:
    try:
        info = await api.call("getWebhookInfo", {})
    except TelegramError as error:
        remedy = "Telegram was there a moment ago: try again"
        return Diagnosis("webhook", well=False, found=scrub(error.message), remedy=remedy)
    url = info.get("url", "")
    if url != settings.webhook_url:
        remedy = "start `pesan run`: it sets or removes the webhook as .env says"
        return Diagnosis("webhook", well=False, found=url or "none is set", remedy=remedy)
    if info.get("last_error_message"):
        remedy = "see docs/howto/webhook.md: certificate, path, port, secret"
        found = scrub(str(info["last_error_message"]))
        return Diagnosis("webhook", well=False, found=found, remedy=remedy)
    waiting = f"{info.get('pending_update_count', 0)} updates waiting"
    return Diagnosis("webhook", well=True, found=f"{url or 'polling'}, {waiting}")


async def _group(api: TelegramApi, chat_id: int | None) -> Diagnosis:
    if chat_id is None:
        remedy = "add the bot to the staff group and send /klaim with your PESAN_OWNER_CODE there"
        return Diagnosis("staff group", well=False, found="none yet", remedy=remedy)
    try:
        me = await api.call("getMe", {})
        member = await api.call("getChatMember", {"chat_id": chat_id, "user_id": me["id"]})
    except TelegramError as error:
        remedy = "add the bot to the group again"
        return Diagnosis("staff group", well=False, found=scrub(error.message), remedy=remedy)
    if member["status"] != "administrator":
        remedy = "make the bot an admin of the group: otherwise it does not see typed answers"
        return Diagnosis("staff group", well=False, found=str(member["status"]), remedy=remedy)
    return Diagnosis("staff group", well=True, found=f"{chat_id}, the bot is admin")


def _shop(facts: ShopFacts) -> Diagnosis:
    remedy = "write your own shop.json (docs/howto/real-telegram.md), pesan sample --file shop.json"
    return Diagnosis("shop", not facts.lacks, facts.lacks or "can take orders", remedy)


async def _database(look: Look) -> tuple[ShopFacts | None, Diagnosis]:
    try:
        facts = await look()
    except Exception as error:  # noqa: BLE001 - whatever it is, it is the finding
        found = scrub(str(error))[:300]
        return None, Diagnosis("database", well=False, found=found, remedy=_DATABASE_REMEDY)
    return facts, Diagnosis("database", well=True, found="open, tables up to date")


async def _clock(settings: Settings) -> Diagnosis:
    """Compare with the `Date` header of the Bot API's server."""
    try:
        async with aiohttp.ClientSession() as session, session.head(settings.api_url) as answer:
            date = answer.headers.get("Date", "")
    except (aiohttp.ClientError, TimeoutError) as error:
        remedy = "compare it yourself: deadlines hang on it"
        found = f"cannot be compared ({type(error).__name__})"
        return Diagnosis("clock", well=False, found=found, remedy=remedy)
    if not date:
        return Diagnosis("clock", well=True, found="the server tells no time to compare with")
    off = round(time.time() - parsedate_to_datetime(date).timestamp())
    remedy = "switch on time synchronisation (systemd-timesyncd, chrony)"
    return Diagnosis("clock", abs(off) <= CLOCK_TOLERANCE_S, f"{off} s off Telegram's", remedy)
