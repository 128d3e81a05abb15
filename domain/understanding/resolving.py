"""Turns drafts into items: the SKU where exactly one is meant, what to ask where not."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction

from domain.understanding.assortment import Assortment, Variant, Ware
from domain.understanding.contract import Action, Item, Line
from domain.understanding.draft import Draft
from domain.understanding.names import Names

MOST = 9_999
"""No line of an order may count more of a SKU than this."""


def item(draft: Draft, names: Names, text: str, lines: Sequence[Line] = ()) -> Item:
    """Return the item that a draft is; `lines` are goods that it may refer to (a cart's, an order's)."""
    ware = _ware(draft, names)
    source = text[draft.start : draft.end]
    if ware is None:
        ask = "which" if draft.referring and not draft.says_goods else "product"
        count = draft.count if draft.count is not None and draft.count.denominator == 1 else None
        return Item(None, None, qty=int(count or 1), ask=ask, confidence=0.3, source=source)
    options = _sold(draft, ware)
    variants = _variants(draft, ware, options)
    variant = variants[0] if len(variants) == 1 else _among(variants, lines, draft)
    if len(ware.variants) == 1:
        variant = ware.variants[0]
    qty = _qty(draft, ware, variant, names.assortment)
    if variant is None:
        missing = _missing(draft, ware, variants)
        whole = int(qty) if qty is not None and qty.denominator == 1 and qty > 0 else 1
        return Item(
            None, ware.name, options, whole, ware.unit, ask=missing, confidence=0.6, source=source
        )
    bad = qty is None or qty.denominator != 1 or not 0 < qty <= MOST
    return Item(
        variant.sku,
        ware.name,
        dict(variant.options),
        int(qty) if qty is not None and not bad else (qty or Fraction(1)),
        ware.unit,
        ask="qty" if bad else None,
        confidence=_confidence(draft, ware),
        source=source,
    )


def _confidence(draft: Draft, ware: Ware) -> float:
    sure = draft.sure
    if not draft.named and len(ware.variants) > 1:
        sure *= 0.95
    if draft.carried:
        sure *= 0.95
    return round(sure, 2)


def _ware(draft: Draft, names: Names) -> Ware | None:
    if draft.ware is not None:
        return names.wares[draft.ware]
    options = draft.all_options
    fitting = [
        ware for name in draft.wares if options and (ware := names.wares[name]).matching(options)
    ]
    return fitting[0] if len(fitting) == 1 and not draft.named else None


def _sold(draft: Draft, ware: Ware) -> dict[str, str]:
    """The values said that this product has; a mix that is not sold loses what was said last."""
    options = {
        name: value
        for name, value in draft.all_options.items()
        if value in ware.values(name) and name not in draft.lacking
    }
    while options and not ware.matching(options):
        name, _ = options.popitem()
        draft.lacking.add(name)
    return options


def _variants(draft: Draft, ware: Ware, options: Mapping[str, str]) -> tuple[Variant, ...]:
    return tuple(
        variant
        for variant in ware.matching(options)
        if not any(variant.options.get(name) == value for name, value in draft.excluded)
        and not draft.lacking & variant.options.keys()
    )


def _among(variants: Sequence[Variant], lines: Sequence[Line], draft: Draft) -> Variant | None:
    """The one of the possible variants that the lines hold."""
    held = {line.sku for line in lines}
    found = [variant for variant in variants if variant.sku in held]
    return found[0] if len(found) == 1 and not draft.lacking else None


def _missing(draft: Draft, ware: Ware, variants: Sequence[Variant]) -> str:
    """The options to ask for, in the catalogue's order, joined by "+"."""
    if not variants:
        open_ones = [
            name
            for name in ware.option_names
            if name in draft.lacking or name not in draft.all_options
        ]
        return "+".join(open_ones or ware.option_names)
    differing = [
        name
        for name in ware.option_names
        if name in draft.lacking or len({variant.options.get(name) for variant in variants}) > 1
    ]
    return "+".join(differing) or "which"  # variants that differ in their labels alone


def _qty(
    draft: Draft, ware: Ware, variant: Variant | None, assortment: Assortment
) -> Fraction | None:
    """So many of the product's unit; None where the unit's size is not known."""
    count = draft.count if draft.count is not None else Fraction(1)
    if draft.measured is not None and ware.base is not None:
        return draft.measured / ware.base[0] * count
    return _converted(count, draft.unit, ware, variant, assortment, draft.times)


def _converted(
    count: Fraction,
    unit: str | None,
    ware: Ware,
    variant: Variant | None,
    assortment: Assortment,
    times: Fraction,
) -> Fraction | None:
    known: dict[str, int] = {**assortment.units, **ware.units}
    if variant is not None:
        known |= variant.units
    elif any(unit in other.units for other in ware.variants):
        return count * times
    if unit is None or unit == ware.unit:
        return count * times
    if unit in known:
        return count * known[unit] * times
    return None if unit in {"box", "dus"} else count * times


def countable(one: Item) -> Item:
    """Hold to what can be ordered: 1 to 9,999 whole units, or the number is asked for."""
    whole = one.qty == int(one.qty)
    if whole and 1 <= one.qty <= MOST:
        return replace(one, qty=int(one.qty))
    if one.ask is None and one.sku is not None:
        return replace(one, ask="qty")
    if one.ask == "qty":
        return one if one.qty > 0 else replace(one, qty=1)
    return replace(one, qty=min(max(int(one.qty), 1), MOST))


def merged(items: Sequence[Item]) -> tuple[Item, ...]:
    """Sum what is said twice of one SKU and action; never past the limit."""
    kept: dict[tuple[str, Action], Item] = {}
    result: list[Item] = []
    for one in items:
        key = (one.sku or "", one.action)
        if one.sku is None or one.ask is not None or one.action not in {Action.ADD, Action.REMOVE}:
            result.append(one)
        elif key in kept:
            before = kept[key]
            total = min(int(before.qty) + int(one.qty), MOST)
            both = replace(before, qty=total, confidence=min(before.confidence, one.confidence))
            result[result.index(before)] = kept[key] = both
        else:
            kept[key] = one
            result.append(one)
    return tuple(result)
