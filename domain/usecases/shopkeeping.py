"""The owner's house rules: the policy, the staff's language, letters that failed."""

from domain.authority import Actor, Right
from domain.errors import NotFound, NotOffered
from domain.policy import ShopPolicy
from domain.ports import UnitOfWork
from domain.usecases.access import check

STAFF_LANGUAGE = "staff_language"
LANGUAGES = ("id", "en")


def change_policy(uow: UnitOfWork, actor: Actor, **changes: object) -> ShopPolicy:
    """Change settings of the policy, by field name; the values are checked by the caller."""
    check(uow, actor, Right.MANAGE_SHOP)
    policy = uow.policy.with_changes(**changes)
    uow.shop.save_policy(policy)
    return policy


def staff_language(uow: UnitOfWork) -> str:
    """Return the language of the staff's group."""
    return uow.shop.fact(STAFF_LANGUAGE) or LANGUAGES[0]


def choose_staff_language(uow: UnitOfWork, actor: Actor, language: str) -> str:
    """Set the language of the staff's group."""
    check(uow, actor, Right.MANAGE_SHOP)
    if language not in LANGUAGES:
        raise NotOffered("language", language)
    uow.shop.save_fact(STAFF_LANGUAGE, language)
    return language


def retry_letter(uow: UnitOfWork, actor: Actor, row_id: int) -> None:
    """Queue a dead letter again. Raises NotFound when it is not dead (any more)."""
    check(uow, actor, Right.MANAGE_SHOP)
    if not uow.outbox.revive(row_id, uow.now):
        raise NotFound("letter", str(row_id))
