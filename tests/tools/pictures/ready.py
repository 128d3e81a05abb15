"""The bottled drinks: palm-sugar milk coffee in two sizes, and cold brew with its glass."""

from tests.tools.pictures.shapes import (
    CREAM,
    INK,
    SANS,
    Drawing,
    beans,
    branch,
    clip,
    ellipse,
    kawung,
    leaf,
    move,
    rect,
    scene,
    shadow,
    shape,
    stroke,
    text,
)

MILK = "#c79a6d"
SUGAR = "#6b3a1e"
BREW = "#3f2012"
BOTTLE = (
    "M-42 -372 L42 -372 L42 -330 C42 -300 98 -290 98 -236 L98 -22 Q98 0 76 0 L-76 0 "
    "Q-98 0 -98 -22 L-98 -236 C-98 -290 -42 -300 -42 -330Z"
)


def drink(key: str, colour: str, settled: str) -> str:
    """Return the liquid: settled syrup at the bottom that clouds into the colour above."""
    return (
        f'<linearGradient id="mix-{key}" x1="0" x2="0" y1="0" y2="1">'
        f'<stop offset="0" stop-color="{colour}"/><stop offset=".62" stop-color="{colour}"/>'
        f'<stop offset=".93" stop-color="{settled}"/></linearGradient>'
        + rect(-110, -306, 220, 310, f"url(#mix-{key})")
        + ellipse(0, -306, 64, 7, "#ffffff", 'opacity=".28"')
    )


def bottle(key: str, colour: str, settled: str, cap: str, label: str) -> str:
    """Return a bottle that stands at the origin, 196 wide and 414 high."""
    glass = (
        rect(-110, -380, 220, 390, "#f6f1e6", extra='opacity=".8"')
        + drink(key, colour, settled)
        + label
        + shape("M-98 -236 C-98 -270 -72 -286 -56 -302 L-56 0 L-98 0Z", "#fff", 'opacity=".16"')
        + shape("M98 -236 C98 -270 76 -286 62 -302 L62 0 L98 0Z", "#000", 'opacity=".13"')
        + stroke("M-76 -226 V-150", "#ffffff", 9, 'opacity=".5"')
    )
    return (
        shadow(4, 2, 116, 14, 0.34)
        + clip(f"bottle-{key}", BOTTLE, glass)
        + rect(-50, -414, 100, 50, cap, 9)
        + rect(-50, -414, 34, 50, "#ffffff", 9, 'opacity=".16"')
        + "".join(rect(x, -410, 3, 42, "#000000", 1, 'opacity=".13"') for x in range(-34, 46, 11))
        + rect(-44, -364, 88, 9, "#000000", 2, 'opacity=".16"')
    )


def milk_label(size: str) -> str:
    """Return the label of the milk coffee."""
    return (
        rect(-100, -214, 200, 160, CREAM)
        + rect(-100, -214, 200, 24, "#a44a2c")
        + f'<g opacity=".55">{kawung(-100, -202, 200, 0, CREAM, 22)}</g>'
        + rect(-100, -60, 200, 6, "#a44a2c")
        + text("kopi susu", 0, -141, 34, INK)
        + text("gula aren", 0, -104, 31, "#a44a2c", extra='font-style="italic"', weight=400)
        + text(f"KOPI NUSANTARA · {size}", 0, -76, 11.5, INK, font=SANS, weight=600, spacing=1)
    )


def brew_label() -> str:
    """Return the label of the cold brew."""
    return (
        rect(-100, -222, 200, 172, "#f3e3b8")
        + rect(-100, -222, 200, 6, "#c58a2c")
        + rect(-100, -56, 200, 6, "#c58a2c")
        + stroke("M-58 -190 c10 -10 20 -10 30 0 s20 10 30 0 s20 -10 30 0 s20 10 26 2", "#c58a2c", 4)
        + text("Cold", 0, -142, 41, INK)
        + text("Brew", 0, -103, 41, INK)
        + text("PREANGER · 16 JAM", 0, -74, 12.5, INK, font=SANS, weight=600, spacing=1.4)
    )


def ice(x: float, y: float, size: float, turn: float) -> str:
    """Return an ice cube."""
    body = rect(-size / 2, -size / 2, size, size, "#ffffff", 7, 'opacity=".34"') + rect(
        -size / 2 + 6, -size / 2 + 6, size * 0.45, size * 0.3, "#ffffff", 4, 'opacity=".5"'
    )
    return move(body, x, y, turn=turn)


def tumbler_glass(key: str, colour: str, foam: str) -> str:
    """Return a filled glass with ice that stands at the origin, 150 wide and 210 high."""
    outline = "M-76 -210 L76 -210 L62 -14 Q60 0 46 0 L-46 0 Q-60 0 -62 -14Z"
    inside = (
        rect(-90, -220, 180, 230, "#ffffff", extra='opacity=".5"')
        + rect(-90, -172, 180, 164, colour)
        + rect(-90, -172, 180, 12, foam)
        + ice(-28, -142, 46, 14)
        + ice(26, -128, 44, -20)
        + ice(-8, -92, 42, 34)
        + shape("M-76 -210 L-52 -210 L-44 0 L-64 0Z", "#ffffff", 'opacity=".28"')
        + shape("M76 -210 L62 -210 L50 0 L64 0Z", "#000000", 'opacity=".12"')
    )
    return (
        shadow(2, 2, 80, 12, 0.32)
        + clip(f"glass-{key}", outline, inside)
        + stroke("M-76 -210 L-62 -14 Q-60 0 -46 0 L46 0 Q60 0 62 -14 L76 -210", "#ffffff", 3)
        + ellipse(0, -210, 76, 7, "none", 'stroke="#ffffff" stroke-width="3"')
    )


def palm_sugar(x: float, y: float) -> str:
    """Return two half-domes of palm sugar, as they come out of the coconut shell."""
    dome = shape("M-56 0 C-56 -58 56 -58 56 0 Q0 14 -56 0Z", "#8a4f2a") + shape(
        "M-44 -8 C-40 -44 6 -48 14 -42 C-16 -40 -34 -26 -36 -4Z", "#ffffff", 'opacity=".16"'
    )
    cut = ellipse(0, 0, 50, 30, "#8a4f2a") + ellipse(0, -4, 46, 25, "#a9683b")
    return (
        shadow(x + 20, y + 6, 110, 12, 0.3)
        + move(dome, x - 24, y - 2)
        + move(cut + ellipse(-10, -8, 20, 9, "#fff", 'opacity=".12"'), x + 54, y - 10, 0.9, -12)
    )


def milk_coffee() -> Drawing:
    """Both sizes, with the sugar that gives the name."""
    big = bottle("big", MILK, SUGAR, "#a44a2c", milk_label("1 L"))
    small = bottle("small", MILK, SUGAR, "#a44a2c", milk_label("250 ml"))
    content = (
        leaf(300, 300, 150, 200)
        + leaf(300, 330, 140, 168, "#6d8e5e")
        + move(big, 400, 628, 1.26)
        + move(small, 628, 644, 0.92)
        + palm_sugar(186, 652)
        + beans([(770, 656, 20), (812, 668, -40), (786, 690, 66), (740, 690, 10)])
    )
    svg = scene("#f4dcc2", "#fbeedb", "#a9744a", content, (480, 320, 284))
    return Drawing("kopi-susu", svg)


def cold_brew() -> Drawing:
    """The bottle beside a glass over ice."""
    content = (
        branch(420, 250, 4, 1.0, flip=True)
        + move(bottle("brew", BREW, "#2b140a", "#2c2620", brew_label()), 420, 634, 1.28)
        + move(tumbler_glass("brew", "#5b2f18", "#8a5a35"), 662, 650, 1.06)
        + beans([(226, 660, 20), (270, 676, -30), (196, 684, 66), (800, 680, 12), (836, 662, -50)])
    )
    svg = scene("#d5e2dd", "#ecf2ea", "#b2845a", content, (490, 320, 284))
    return Drawing("cold-brew", svg)


def drawings() -> list[Drawing]:
    """Return the pictures of the bottled drinks."""
    return [milk_coffee(), cold_brew()]
