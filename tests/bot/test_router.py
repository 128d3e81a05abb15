"""What the router promises to handlers, whatever they do."""

import pytest

from bot.router import Router
from bot.visit import Incoming, Kind, Person, Reply, Routes, Visit
from domain.delivery import StoredUpdate
from domain.errors import Stale
from domain.ports import UnitOfWork
from domain.repositories import Session
from domain.usecases import cart
from storage.open import open_store

INCOMING = Incoming(1, Kind.TEXT, 501, "private", Person(501, "Sari", language_code="id"))


@pytest.mark.postgres
async def test_a_second_try_sees_nothing_of_the_first(postgres_url: str):
    """A handler that another unit was in the way of begins anew, its conversation too."""
    seen: list[tuple[dict[str, object], bool]] = []

    def handler(visit: Visit) -> Reply:
        seen.append((dict(visit.state), visit.customer is not None))
        visit.state["picture"], visit.customer = len(seen), None
        if len(seen) < 3:
            raise Stale("order", "K3M9QX27")
        return Reply()

    router = Router(Routes(fallback=handler), Routes())

    def arrive(uow: UnitOfWork) -> dict[str, object]:
        uow.inbox.add([StoredUpdate(1, 501, "{}")], uow.now)
        visit = Visit(uow, INCOMING, {}, customer=cart.welcome(uow, 501, "Sari", "id"))
        router._reply(visit, Session(501, 501, {}))
        return visit.state

    store = await open_store(postgres_url)
    try:
        assert await store.run(arrive) == {"picture": 3}
    finally:
        await store.close()
    assert seen == [({}, True)] * 3
