"""Who lives in the demo: three customers, and a staff group that is ready to work."""

from collections.abc import Callable
from functools import partial

import aiohttp

from domain.authority import Role
from domain.policy import StaffGroup
from domain.ports import UnitOfWork

TOKEN = "110000001:demo-token-of-the-local-telegram-only"  # noqa: S105 - valid nowhere else
COURIER_KEY = "biteship_test.demo"
TRACKING_MINUTES = 1

CUSTOMERS = (("Sari", "id"), ("Budi", "id"), ("Emma", "en"))
STAFF = (("Rina", Role.OWNER), ("Joko", Role.WAREHOUSE), ("Wati", Role.CASHIER))
SHOP = "Kopi Nusantara"  # as in bot/sample/shop.json
GROUP = f"{SHOP} · Tim"


async def gather_people(url: str) -> Callable[[UnitOfWork], None]:
    """Create the people and the group on the local Telegram; return what opens the shop for them."""
    async with aiohttp.ClientSession(url) as session:
        for name, language in CUSTOMERS:
            await _post(session, "/sim/users", first_name=name, language_code=language)
        staff = [
            (await _post(session, "/sim/users", first_name=name, language_code="id"), name, role)
            for name, role in STAFF
        ]
        chat_id = await _post(
            session,
            "/sim/chats",
            type="supergroup",
            title=GROUP,
            members=[user_id for user_id, _, _ in staff],
        )
    return partial(move_in, chat_id=chat_id, staff=staff)


async def _post(session: aiohttp.ClientSession, path: str, **body: object) -> int:
    async with session.post(path, json=body) as response:
        response.raise_for_status()
        return int((await response.json())["id"])


def move_in(uow: UnitOfWork, chat_id: int, staff: list[tuple[int, str, Role]]) -> None:
    """Open the shop with this group and these people."""
    for user_id, name, role in staff:
        uow.staff.grant(user_id, name, role)
    uow.shop.save_staff_group(StaffGroup(chat_id))
    uow.shop.save_policy(uow.policy.with_changes(tracking_minutes=TRACKING_MINUTES))
