"""What the shop does meanwhile: short verbs over the real use cases."""

from domain.authority import SYSTEM
from domain.ports import UnitOfWork
from domain.usecases import fulfilling, paying, processing, returning, tracking
from storage.open import OpenStore

WAYBILL = "JP1234567890"


async def approve(store: OpenStore, number: str) -> None:
    """Accept the order."""
    await store.run(processing.approve_order, SYSTEM, number)


async def deliver(store: OpenStore, number: str) -> str:
    """Approve, take the money, pack, hand over, deliver; return the shipment's id."""
    shipment = f"{number}-S1"
    await send(store, number)
    await store.run(tracking.mark_delivered, SYSTEM, shipment)
    return shipment


async def send(store: OpenStore, number: str) -> None:
    """Approve, take the money, pack and hand over."""

    def work(uow: UnitOfWork) -> None:
        processing.approve_order(uow, SYSTEM, number)
        paying.confirm_payment(uow, SYSTEM, number)
        fulfilling.pack(uow, SYSTEM, f"{number}-S1")
        fulfilling.hand_over(uow, SYSTEM, f"{number}-S1", "jne", WAYBILL)

    await store.run(work)


async def approve_return(store: OpenStore, return_id: str) -> None:
    """Agree to a return."""
    await store.run(returning.approve_return, SYSTEM, return_id)
