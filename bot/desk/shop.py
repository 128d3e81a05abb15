"""The shop's rules in words, and how the owner changes them."""

from bot.desk import arguments
from bot.desk.acting import note
from bot.desk.settings import SETTINGS, Setting, setting_named
from bot.visit import Reply, Toast, Visit, message, screen
from domain.authority import Right, has_right
from domain.policy import ShopPolicy
from domain.usecases.access import check
from domain.usecases.shopkeeping import LANGUAGES, change_policy, choose_staff_language
from notifications.render.screen import Button, Screen, call

_LANGUAGE_NAMES = {"id": "🇮🇩 Bahasa Indonesia", "en": "🇬🇧 English"}


def overview(visit: Visit) -> Reply:
    """`/toko`: the policy in words."""
    check(visit.uow, visit.actor, Right.SEE_ORDERS)
    policy = visit.uow.policy
    facts: dict[str, object] = {
        "policy": policy,
        "terms": [f"orders.term.{term.value}" for term in policy.terms],
        "may_change": has_right(visit.roles, Right.MANAGE_SHOP),
    }
    return message(Screen("desk/shop", facts))


def change(visit: Visit) -> Reply:
    """`/atur KEY VALUE`; alone, or with a key that there is not, it lists the settings."""
    check(visit.uow, visit.actor, Right.MANAGE_SHOP)
    words = visit.incoming.words
    setting = setting_named(words[0]) if words else None
    if setting is None:
        unknown = words[0][:40] if words else ""
        return message(Screen("desk/settings", {"rows": _rows(visit), "unknown": unknown}))
    name = _name(visit, setting)
    if len(words) == 1:
        return message(_setting("desk/setting", visit, setting, visit.uow.policy))
    changes = setting.read(" ".join(words[1:]), visit.uow.policy)
    if changes is None:
        return message(note(setting.wrong, key=name, low=setting.low, high=setting.high))
    policy = change_policy(visit.uow, visit.actor, **changes)
    return message(_setting("desk/setting_changed", visit, setting, policy))


def _setting(template: str, visit: Visit, setting: Setting, policy: ShopPolicy) -> Screen:
    facts: dict[str, object] = {
        "key": _name(visit, setting),
        "text": setting.text,
        "value": setting.value(policy),
        "money_value": setting.money,
    }
    return Screen(template, facts)


def _name(visit: Visit, setting: Setting) -> str:
    return setting.english if visit.language == "en" else setting.indonesian


def _rows(visit: Visit) -> list[dict[str, object]]:
    policy = visit.uow.policy
    return [
        {
            "key": _name(visit, setting),
            "text": setting.text,
            "value": setting.value(policy),
            "money": setting.money,
        }
        for setting in SETTINGS
    ]


def language(visit: Visit) -> Reply:
    """`/bahasa [id|en]`: the group's language."""
    check(visit.uow, visit.actor, Right.MANAGE_SHOP)
    wish = visit.incoming.words[0].lower() if visit.incoming.words else ""
    if wish in LANGUAGES:
        visit.staff_language = choose_staff_language(visit.uow, visit.actor, wish)
        return message(note("desk.language.set"))
    row = tuple(
        Button(name, call("d.language", code), literal=True)
        for code, name in _LANGUAGE_NAMES.items()
    )
    return message(note("desk.language.ask", (row,)))


def choose_language(visit: Visit) -> Reply:
    """`d.language:id|en`."""
    wish = arguments.argument(visit.incoming.args, 0)
    visit.staff_language = choose_staff_language(visit.uow, visit.actor, wish)
    return screen(note("desk.language.set"), Toast("desk.toast.noted"))
