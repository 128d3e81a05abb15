"""The gift boxes, opened so that one sees what is inside."""

from tests.tools.pictures.bags import BAJAWA, GAYO, PREANGER, TORAJA, bag
from tests.tools.pictures.brewing import WHITE_CLAY, dripper, sheet
from tests.tools.pictures.shapes import (
    CREAM,
    INK,
    SANS,
    Drawing,
    beans,
    branch,
    clip,
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


def crinkle(width: float, y: float, tone: str) -> str:
    """Return a strip of shredded paper, `width` to each side of the origin."""
    out = ""
    for i in range(int(width / 7)):
        x = -width + i * 14
        dip = (i * 37) % 22
        out += stroke(f"M{x} {y + 14} q8 {-26 - dip} 20 {-6 - dip} t18 {14 + dip}", tone, 5)
    return out


def open_box(paper: str, dark: str, contents: str, band: str, front: str) -> str:
    """Return an open box, 620 wide, standing at the origin with its contents looking out."""
    back = shape("M-300 -190 L300 -190 L276 -262 L-276 -262Z", dark) + rect(
        -300, -192, 600, 60, "#000000", extra='opacity=".28"'
    )
    pattern = kawung(-310, -176, 620, 176, "#ffffff", 44)
    face = (
        rect(-310, -176, 620, 176, paper, 6)
        + clip("face", "M-310 -176H310V0H-310Z", f'<g opacity=".16">{pattern}</g>')
        + rect(-310, -176, 620, 10, "#ffffff", 5, 'opacity=".25"')
        + rect(-310, -14, 620, 14, "#000000", 5, 'opacity=".14"')
    )
    ribbon = rect(-262, -176, 34, 176, band) + rect(
        -262, -176, 10, 176, "#ffffff", extra='opacity=".2"'
    )
    return (
        shadow(6, 4, 330, 18, 0.36)
        + back
        + contents
        + crinkle(284, -176, "#e9cf9f")
        + crinkle(278, -168, "#d8b67d")
        + face
        + ribbon
        + move(bow(band), -245, -176)
        + front
    )


def bow(colour: str) -> str:
    """Return a ribbon's bow, tied at the origin."""
    dark = 'opacity=".2"'
    return (
        stroke("M-4 4 C-22 40 -40 52 -46 84", colour, 16)
        + stroke("M4 4 C20 36 28 56 42 78", colour, 16)
        + shape("M0 0 C-30 -58 -96 -52 -90 -8 C-88 28 -34 26 0 0Z", colour)
        + shape("M0 0 C30 -58 96 -52 90 -8 C88 28 34 26 0 0Z", colour)
        + shape("M-8 0 C-30 -28 -70 -30 -70 -8 C-66 12 -34 14 -8 0Z", "#000000", dark)
        + shape("M8 0 C30 -28 70 -30 70 -8 C66 12 34 14 8 0Z", "#000000", dark)
        + rect(-15, -15, 30, 30, colour, 9)
        + rect(-15, -15, 30, 30, "#ffffff", 9, 'opacity=".18"')
    )


def plate(title: str, below: str, width: float, colour: str) -> str:
    """Return the paper plate on the box's front, centred at (40, -88)."""
    return (
        rect(44 - width / 2, -138, width, 100, CREAM, 8)
        + rect(
            50 - width / 2, -132, width - 12, 88, "none", 5, f'stroke="{colour}" stroke-width="2"'
        )
        + text(title, 44, -84, 34, INK)
        + text(below, 44, -58, 13.5, colour, font=SANS, weight=600, spacing=1.6)
    )


def kenalan() -> Drawing:
    """Three coffees in one box."""
    inside = (
        move(bag(GAYO, "a", "100 g"), -190, -152, 0.6, -4)
        + move(bag(BAJAWA, "c", "100 g"), 190, -152, 0.6, 4)
        + move(bag(TORAJA, "b", "100 g"), 0, -158, 0.64)
    )
    front = plate("Kenalan Nusantara", "GAYO · TORAJA · BAJAWA", 396, "#8e3b2b")
    box = open_box("#b4543a", "#7d3524", inside, "#e0ad4f", front)
    content = (
        leaf(214, 300, 150, 196)
        + leaf(214, 330, 130, 160, "#6d8e5e")
        + leaf(746, 300, 150, -16)
        + leaf(746, 330, 130, 20, "#6d8e5e")
        + move(box, 480, 652, 1.16)
        + beans([(84, 690, 20), (884, 690, -40), (850, 700, 30)])
    )
    svg = scene("#f3dfbd", "#fcf3df", "#9b6843", content, (480, 310, 290))
    return Drawing("paket-kenalan", svg)


def filter_pack() -> str:
    """Return a small pack of papers behind the dripper."""
    return (
        rect(-76, -196, 152, 200, "#7a8f5f", 4)
        + rect(-76, -196, 152, 30, "#5f7548", 4)
        + shape("M-42 -146 L42 -146 L9 -84 L-9 -84Z", CREAM)
        + text("Filter", 0, -42, 24, CREAM)
        + text("02 · 100", 0, -20, 12, CREAM, font=SANS, weight=600, spacing=1.2)
    )


def seduh() -> Drawing:
    """Everything for a first pour-over."""
    inside = (
        move(bag(PREANGER, "p"), 196, -150, 0.64, 2)
        + sheet(-206, -136, -20, "#ead6b3")
        + sheet(-214, -136, 0, "#f0e0c4")
        + move(filter_pack(), 6, -150, 1.12)
        + move(dripper(WHITE_CLAY, paper=False), -150, -196, 0.92)
    )
    front = plate("Paket Seduh Pemula", "DRIPPER · FILTER · PREANGER", 412, "#4f633b")
    box = open_box("#6d8060", "#4d5c42", inside, "#d98350", front)
    content = (
        branch(260, 330, 14, 0.8, flip=True)
        + branch(770, 290, -6, 0.75)
        + move(box, 480, 652, 1.16)
        + beans([(84, 690, 20), (884, 690, -40), (120, 702, 30)])
    )
    svg = scene("#dfe3d0", "#f3f1e0", "#a8784d", content, (480, 310, 290))
    return Drawing("paket-seduh", svg)


def drawings() -> list[Drawing]:
    """Return the pictures of the gift boxes."""
    return [kenalan(), seduh()]
