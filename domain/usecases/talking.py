"""People talk: a customer's words reach the staff's group, and what staff answer the customer."""

from collections.abc import Sequence

from domain.authority import Actor, ActorKind, Right
from domain.delivery import OutboxItem
from domain.errors import BadText, NotAllowed, NotFound
from domain.ports import UnitOfWork
from domain.usecases.access import check

KIND = "talk"
MAX_WORDS = 1000
TOPIC = "orders"


def ask_staff(
    uow: UnitOfWork,
    actor: Actor,
    text: str,
    *,
    key: str,
    username: str = "",
    said: Sequence[str] = (),
    about: str = "",
) -> bool:
    """Queue the customer's words for the staff's group; False where the shop has none yet.

    `said` is what they wrote before, oldest first; `about` the number of an order of theirs.
    """
    if actor.kind is not ActorKind.CUSTOMER:
        raise NotAllowed("talk")
    customer, group = uow.customers.get(actor.id), uow.shop.staff_group()
    if customer is None:
        raise NotFound("customer", str(actor.id))
    if group is None:
        return False
    payload: dict[str, object] = {
        "customer": customer.id,
        "telegram": customer.telegram_id,
        "name": customer.name,
        "username": username,
        "text": text[:MAX_WORDS],
        "said": [words[:MAX_WORDS] for words in said],
        "about": about,
        "topic": TOPIC,
    }
    uow.outbox.put(OutboxItem(key, KIND, uow.now, group.chat_id, payload), uow.now)
    return True


def answer_customer(uow: UnitOfWork, actor: Actor, customer_id: int, text: str, *, key: str) -> str:
    """Queue a member's words for the customer, return the customer's name.

    Raises NotFound for nobody, or somebody whom no chat message reaches; BadText.
    """
    check(uow, actor, Right.SEE_ORDERS)
    customer = uow.customers.get(customer_id)
    if customer is None or customer.telegram_id is None:
        raise NotFound("customer", str(customer_id))
    if not text.strip() or len(text) > MAX_WORDS:
        raise BadText("answer", MAX_WORDS)
    payload: dict[str, object] = {
        "answer": text.strip(),
        "staff": actor.id,
        "customer": customer.id,
        "language": customer.language,
    }
    item = OutboxItem(key, KIND, uow.now, customer.telegram_id, payload)
    uow.outbox.put(item, uow.now)
    return customer.name
