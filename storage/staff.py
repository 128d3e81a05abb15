"""domain.repositories.StaffRepository and ShopRepository over a connection."""

import json
from functools import lru_cache

from sqlalchemy import Connection, bindparam, delete, or_, select

from domain.authority import Role
from domain.policy import ShopPolicy, StaffGroup
from storage.once import InsertOnce, Upsert
from storage.tables.people import shop, staff, staff_roles

_ROLES = select(staff_roles.c.role).where(staff_roles.c.user_id == bindparam("of"))
_NAME = select(staff.c.name).where(staff.c.user_id == bindparam("of"))
_PUT_MEMBER = Upsert(staff, ["user_id"], ["name"])
_GRANT = InsertOnce(staff_roles, returning=staff_roles.c.user_id)
_REVOKE = delete(staff_roles).where(
    staff_roles.c.user_id == bindparam("of"), staff_roles.c.role == bindparam("taken")
)
_OWNERS = (
    select(staff_roles.c.user_id)
    .where(staff_roles.c.role == Role.OWNER)
    .order_by(staff_roles.c.user_id)  # two who lock them must begin with the same
    .with_for_update()
)
_MEMBERS = (
    select(staff.c.user_id, staff.c.name, staff_roles.c.role)
    .join(staff_roles, staff_roles.c.user_id == staff.c.user_id)
    .order_by(staff.c.name, staff.c.user_id)
)

_VALUE = select(shop.c.value).where(shop.c.key == bindparam("of"))
_SET = Upsert(shop, ["key"], ["value"])
_POLICY, _GROUP, _FACT = "policy", "staff_group", "fact:"
_USUAL = select(shop.c.key, shop.c.value).where(or_(shop.c.key == _POLICY, shop.c.key == _GROUP))


class SqlStaff:
    """Who works here."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def roles(self, user_id: int) -> frozenset[Role]:
        """Return the member's roles, none for a stranger."""
        return frozenset(self._connection.execute(_ROLES, {"of": user_id}).scalars())

    def name(self, user_id: int) -> str:
        """Return the member's name, also a former one's; "" for a stranger."""
        name: str | None = self._connection.execute(_NAME, {"of": user_id}).scalar()
        return name or ""

    def grant(self, user_id: int, name: str, role: Role) -> None:
        """Give a role; again is no error."""
        member = {"user_id": user_id, "name": name}
        self._connection.execute(_PUT_MEMBER.on(self._connection), member)
        granted = {"user_id": user_id, "role": role}
        self._connection.execute(_GRANT.on(self._connection), granted)

    def revoke(self, user_id: int, role: Role) -> None:
        """Take a role away."""
        self._connection.execute(_REVOKE, {"of": user_id, "taken": role})

    def owners(self) -> set[int]:
        """Return the owners' ids, locked until the unit ends."""
        return set(self._connection.execute(_OWNERS).scalars())

    def members(self) -> list[tuple[int, str, frozenset[Role]]]:
        """Return all members: user id, name, roles."""
        found: dict[int, tuple[str, set[Role]]] = {}
        for user_id, name, role in self._connection.execute(_MEMBERS):
            found.setdefault(user_id, (name, set()))[1].add(role)
        return [(user_id, name, frozenset(roles)) for user_id, (name, roles) in found.items()]


class SqlShop:
    """The shop's policy, its staff group and small facts about itself."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._usual: dict[str, str] | None = None

    def policy(self) -> ShopPolicy:
        """Return the policy, the defaults where none was saved."""
        text = self._usual_value(_POLICY)
        return ShopPolicy() if text is None else _parsed_policy(text)

    def save_policy(self, policy: ShopPolicy) -> None:
        """Replace the policy."""
        self._set(_POLICY, json.dumps(policy.to_json()))

    def staff_group(self) -> StaffGroup | None:
        """Return the staff's chat once it is known."""
        text = self._usual_value(_GROUP)
        return None if text is None else StaffGroup(**json.loads(text))

    def save_staff_group(self, group: StaffGroup) -> None:
        """Set the staff's chat."""
        self._set(_GROUP, json.dumps({"chat_id": group.chat_id, "topics": group.topics}))

    def fact(self, key: str) -> str | None:
        """Return a small fact (a picture's file id, a used code)."""
        return self._value(_FACT + key)

    def save_fact(self, key: str, value: str) -> None:
        """Set a small fact."""
        self._set(_FACT + key, value)

    def _value(self, key: str) -> str | None:
        value: str | None = self._connection.execute(_VALUE, {"of": key}).scalar()
        return value

    def _usual_value(self, key: str) -> str | None:
        """Return one of the values that nearly every unit of work asks for; read together, once."""
        if self._usual is None:
            rows = self._connection.execute(_USUAL).all()
            self._usual = {row.key: row.value for row in rows}
        return self._usual.get(key)

    def _set(self, key: str, value: str) -> None:
        self._usual = None
        self._connection.execute(_SET.on(self._connection), {"key": key, "value": value})


@lru_cache(maxsize=4)
def _parsed_policy(text: str) -> ShopPolicy:
    """Return the policy for its JSON; it hardly ever changes and every unit of work needs it."""
    return ShopPolicy.from_json(json.loads(text))
