"""What must hold when the dust has settled, asked of the database and of Telegram's side."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from domain.numbers import spoken
from simulator.server import Simulator
from tests.drill.people import Customer, text_of
from tests.storage.rows import outside

Sent = tuple[int, str]
# What the customer must have read of each event; the group's card and alerts are looked at apart.
TOLD = {
    "order_confirmed": "dikonfirmasi",
    "payment_received": "sudah masuk",
    "shipment_handed_over": "Resi",
    "shipment_delivered": "sudah sampai",
}
SENDS = frozenset({"sendMessage", "sendPhoto"})


@dataclass
class Audit:
    """Findings are problems; `repeats` are messages that came more than once, which may be."""

    sim: Simulator
    url: str
    group_id: int
    customers: list[Customer]
    findings: list[str] = field(default_factory=list)
    repeats: int = 0

    async def run(self) -> list[str]:
        """Return every broken promise."""
        await self._updates()
        await self._outbox()
        await self._orders()
        await self._milestones()
        return self.findings

    async def _updates(self) -> None:
        """What Telegram was told is received must be handled."""
        updates = self.sim.world.updates
        first, after_last = 100_000_001, updates._next
        rows = await outside(self.url, "SELECT update_id, state FROM inbox")
        states: dict[int, str] = dict(rows)  # type: ignore[arg-type]  # pairs
        if len(updates):
            self.findings.append(f"{len(updates)} updates were never fetched or confirmed")
        for update_id in range(first, after_last):
            if states.get(update_id) != "done":
                self.findings.append(f"update {update_id} is {states.get(update_id, 'lost')}")

    async def _outbox(self) -> None:
        rows = await outside(
            self.url, "SELECT id, state, kind, error FROM outbox WHERE state <> 'sent'"
        )
        self.findings += [f"outbox row {row}" for row in rows]

    async def _orders(self) -> None:
        """One order for each confirmed cart, and each came to its end."""
        rows = await outside(
            self.url,
            "SELECT c.telegram_id, o.number, o.status FROM orders o "
            "JOIN customers c ON c.id = o.customer_id WHERE o.status <> 'draft'",
        )
        placed: Counter[tuple[Any, ...]] = Counter((who, number) for who, number, _ in rows)
        wanted = Counter(
            (person.user_id, number)
            for person in self.customers
            for number in set(person.confirmed)
        )
        if placed != wanted:
            self.findings.append(f"placed and not confirmed: {placed - wanted}")
            self.findings.append(f"confirmed and not placed: {wanted - placed}")
        self.findings += [f"order {number} is {s}" for _, number, s in rows if s != "completed"]

    async def _milestones(self) -> None:
        """Every event of every order was told, in the right chat."""
        sent = self._sent()
        rows = await outside(
            self.url,
            "SELECT e.order_number, e.kind, c.telegram_id FROM order_events e "
            "JOIN orders o ON o.number = e.order_number "
            "JOIN customers c ON c.id = o.customer_id",
        )
        for number, kind, who in rows:
            if kind in TOLD:
                self._told(sent, int(who), spoken(number), TOLD[kind])
            elif kind == "proof_submitted":
                self._told(sent, self.group_id, spoken(number), "Bukti transfer")
            elif kind == "order_submitted":
                self._told(sent, self.group_id, spoken(number), "👉")
        await self._cards()

    async def _cards(self) -> None:
        """Each live card shows how its order ended."""
        rows = await outside(self.url, "SELECT order_number, chat_id, message_id FROM cards")
        for number, chat_id, message_id in rows:
            entry = self.sim.world.chats[chat_id].entries.get(message_id)
            word = "Selesai" if chat_id != self.group_id else spoken(number)
            if entry is None or word not in text_of(entry):
                shown = "nothing" if entry is None else text_of(entry)[:80]
                self.findings.append(f"the card of {number} in {chat_id} shows {shown}")

    def _sent(self) -> Counter[Sent]:
        """Every message that Telegram took, with how often."""
        journal = self.sim.world.journal
        assert journal._lines and journal._lines[0]["n"] == 1, "the journal is too short"
        return Counter(
            (int(line["params"]["chat_id"]), text(line["params"]))
            for line in journal.after(0)
            if line.get("method") in SENDS and line["status"] == 200
        )

    def _told(self, sent: Counter[Sent], chat_id: int, *words: str) -> None:
        times = [
            count
            for (chat, said), count in sent.items()
            if chat == chat_id and all(word in said for word in words)
        ]
        if not times:
            self.findings.append(f"chat {chat_id} was never told {words}")
        self.repeats += max(0, max(times, default=0) - 1)


def text(params: dict[str, Any]) -> str:
    """Return the text or caption of a call."""
    return str(params.get("text") or params.get("caption") or "")
