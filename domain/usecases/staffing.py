"""Who works here: the first owner, roles, the staff group."""

import hmac
from dataclasses import replace

from domain.authority import Actor, Right, Role
from domain.errors import BadCode, LastOwner
from domain.policy import StaffGroup
from domain.ports import UnitOfWork
from domain.usecases.access import check

_CLAIMED = "owner_code_used"


def claim_shop(uow: UnitOfWork, user_id: int, name: str, given: str, code: str) -> None:
    """Make the first owner, by the one-time code of the settings. Raises BadCode.

    A code works once; a new code in the settings works once more (the way back in).
    """
    right = bool(code) and hmac.compare_digest(given.strip().encode(), code.encode())
    if not right or uow.shop.fact(_CLAIMED) == code:
        raise BadCode
    uow.shop.save_fact(_CLAIMED, code)
    uow.staff.grant(user_id, name[:100], Role.OWNER)


def settle_in(uow: UnitOfWork, actor: Actor, chat_id: int) -> StaffGroup:
    """Make this group the staff's chat; only an owner may."""
    check(uow, actor, Right.MANAGE_SHOP)
    group = uow.shop.staff_group()
    if group is None or group.chat_id != chat_id:
        group = StaffGroup(chat_id)
        uow.shop.save_staff_group(group)
    return group


def name_topic(uow: UnitOfWork, purpose: str, thread_id: int) -> None:
    """Remember which topic of the staff's forum serves a purpose."""
    group = uow.shop.staff_group()
    if group is not None:
        uow.shop.save_staff_group(replace(group, topics={**group.topics, purpose: thread_id}))


def move_group(uow: UnitOfWork, old_chat_id: int, new_chat_id: int) -> None:
    """Follow the staff group that became a supergroup; what waits for it goes along."""
    group = uow.shop.staff_group()
    if group is not None and group.chat_id == old_chat_id:
        uow.shop.save_staff_group(StaffGroup(new_chat_id))
    uow.outbox.move_chat(old_chat_id, new_chat_id)


def grant_role(uow: UnitOfWork, actor: Actor, user_id: int, name: str, role: Role) -> None:
    """Give somebody a role."""
    check(uow, actor, Right.MANAGE_STAFF)
    uow.staff.grant(user_id, name[:100], role)


def revoke_role(uow: UnitOfWork, actor: Actor, user_id: int, role: Role) -> None:
    """Take a role away. Raises LastOwner where it is the last owner's."""
    # Before the actor's own right is looked at: of two owners who take the role from each other at
    # the same moment, the second is none any more.
    owners = uow.staff.owners() if role is Role.OWNER else set()
    check(uow, actor, Right.MANAGE_STAFF)
    if owners == {user_id}:
        raise LastOwner
    uow.staff.revoke(user_id, role)
