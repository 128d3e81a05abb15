"""The shop itself, shown when somebody says /start."""

from tests.tools.pictures.bags import BAJAWA, GAYO, PREANGER, TORAJA, bag
from tests.tools.pictures.cups import mug
from tests.tools.pictures.shapes import (
    CREAM,
    INK,
    SANS,
    Drawing,
    ellipse,
    kawung,
    leaf,
    move,
    rect,
    shadow,
    shape,
    stroke,
    text,
)

WIDTH, HEIGHT = 960, 540
STREET = 474


def mountains() -> str:
    """Return the hills north of Bandung in the morning."""
    return (
        rect(0, 0, WIDTH, HEIGHT, "#f7e3c6")
        + ellipse(786, 116, 62, 62, "#f3bd6d")
        + shape(
            "M0 300 L120 190 L196 240 L330 120 L470 250 L560 190 L700 290 L860 170 L960 240 V540 H0Z",
            "#d9c7a5",
        )
        + shape("M0 350 C160 270 240 330 380 290 S700 350 960 270 V540 H0Z", "#b9b78d")
        + shape("M0 400 C200 340 320 380 520 350 S820 390 960 340 V540 H0Z", "#93a073")
        + rect(0, STREET, WIDTH, HEIGHT - STREET, "#a88763")
        + rect(0, STREET, WIDTH, 8, "#d9bf98")
    )


def awning(x: float, y: float, width: float, stripes: int) -> str:
    """Return a striped awning."""
    step = width / stripes
    out = ""
    for i in range(stripes):
        left = x + i * step
        fill = "#b4543a" if i % 2 == 0 else CREAM
        out += rect(left, y, step + 0.5, 52, fill)
        out += shape(f"M{left} {y + 52} h{step} v6 a{step / 2} 20 0 0 1 {-step} 0Z", fill)
    return out + rect(x, y, width, 8, "#000000", extra='opacity=".14"')


def window() -> str:
    """Return the shop window with the coffees on its shelf."""
    row = "".join(
        move(bag(coffee, f"w{i}"), 332 + i * 92, 426, 0.27)
        for i, coffee in enumerate((GAYO, TORAJA, BAJAWA, PREANGER))
    )
    lamps = "".join(
        stroke(f"M{x} 224 V264", INK, 3)
        + shape(f"M{x - 22} 286 Q{x} 248 {x + 22} 286Z", "#3b2418")
        + ellipse(x, 288, 11, 7, "#ffd98a")
        + ellipse(x, 300, 54, 40, "#ffdf9e", 'opacity=".22"')
        for x in (380, 560)
    )
    return (
        rect(276, 216, 390, 220, "#4a2d1c", 6)
        + rect(288, 226, 366, 200, "#f9e3b6", 3)
        + lamps
        + row
        + rect(288, 420, 366, 8, "#7c4a2c")
        + shape("M300 226 H372 L300 400Z", "#ffffff", 'opacity=".16"')
        + rect(264, 432, 414, 14, "#6b4029", 3)
    )


def door() -> str:
    """Return the open door with its sign."""
    return (
        rect(704, 214, 124, 262, "#4a2d1c", 5)
        + rect(716, 226, 100, 250, "#7c4a2c", 3)
        + rect(728, 240, 76, 130, "#f9e3b6", 3)
        + shape("M728 240 H776 L728 336Z", "#ffffff", 'opacity=".25"')
        + rect(728, 388, 76, 74, "#6b4029", 3)
        + ellipse(802, 384, 6, 6, "#e0ad4f")
        + stroke("M766 254 L746 278 M766 254 L786 278", INK, 2)
        + rect(738, 276, 56, 30, CREAM, 5)
        + text("BUKA", 766, 297, 15, "#8e3b2b", font=SANS, spacing=1.4)
    )


def front() -> str:
    """Return the house: tiled roof, sign, awning, window and door."""
    sign = (
        rect(226, 92, 640, 92, "#2f4a3d", 8)
        + rect(234, 100, 624, 76, "none", 5, 'stroke="#d9a441" stroke-width="2"')
        + text("Kopi Nusantara", 546, 152, 47, CREAM)
        + f'<g opacity=".5">{kawung(262, 138, 40, 0, "#d9a441", 34)}'
        + f"{kawung(762, 138, 40, 0, '#d9a441', 34)}</g>"
    )
    roof = shape("M196 84 L250 30 H842 L896 84Z", "#9c4a31") + "".join(
        stroke(f"M{256 + i * 24.4} 34 L{208 + i * 28.3} 82", "#7d3524", 3) for i in range(24)
    )
    return (
        rect(214, 78, 664, 398, "#efdcbc")
        + rect(214, 446, 664, 30, "#c9a06d")
        + roof
        + rect(190, 80, 712, 12, "#7d3524", 4)
        + window()
        + door()
        + awning(252, 186, 588, 14)
        + sign
    )


def pot(x: float, height: float) -> str:
    """Return a potted coffee shrub."""
    crown = "".join(
        leaf(x, STREET - 44, height, turn, tone)
        for turn, tone in (
            (-150, "#557549"), (-30, "#557549"), (-120, "#5f7f52"), (-60, "#6d8e5e"), (-90, "#5f7f52"),
        )
    )  # fmt: skip
    return (
        shadow(x, STREET + 12, 44, 9, 0.3)
        + crown
        + shape(f"M{x - 34} {STREET - 48} h68 l-10 60 h-48Z", "#b4643f")
        + rect(x - 38, STREET - 54, 76, 14, "#c9774f", 4)
    )


def table() -> str:
    """Return the small table on the pavement, with a mug on it."""
    return (
        shadow(118, 522, 86, 10, 0.3)
        + stroke("M118 420 V516 M118 470 L78 518 M118 470 L158 518", "#3b2418", 7)
        + rect(34, 408, 168, 14, "#7c4a2c", 6)
        + move(mug("table", "#c2633f", "#8e5538"), 108, 408, 0.42)
        + stroke(
            "M96 314 c-10 -16 10 -24 0 -42 M118 314 c-10 -16 10 -24 0 -42",
            "#fff",
            5,
            'opacity=".8"',
        )
    )


def drawings() -> list[Drawing]:
    """Return the banner."""
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT}"><defs>'
        '<filter id="soft" x="-40%" y="-200%" width="180%" height="500%">'
        '<feGaussianBlur stdDeviation="5"/></filter></defs>'
        + mountains()
        + front()
        + pot(852, 84)
        + pot(240, 74)
        + table()
        + "</svg>"
    )
    return [Drawing("shop", svg, WIDTH, HEIGHT)]
