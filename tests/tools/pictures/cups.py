"""What to drink from: three hand-made mugs, and the steel tumbler in two sizes."""

from tests.tools.pictures.shapes import (
    CREAM,
    SANS,
    Drawing,
    beans,
    branch,
    clip,
    ellipse,
    kawung,
    move,
    rect,
    scene,
    shadow,
    shape,
    steam,
    stroke,
    text,
)

MUG = "M-98 -190 L98 -190 C102 -120 98 -60 84 -20 Q78 0 56 0 L-56 0 Q-78 0 -84 -20 C-98 -60 -102 -120 -98 -190Z"
DRIP = (
    "M-104 -190 H104 V-112 C92 -84 78 -84 68 -108 C58 -132 44 -128 36 -102 C26 -64 8 -64 0 -98 "
    "C-8 -128 -24 -128 -34 -104 C-44 -78 -60 -80 -70 -106 C-80 -128 -94 -122 -104 -100Z"
)


def mug(key: str, glaze: str, clay: str, words: str = "") -> str:
    """Return a mug whose glaze runs down over bare clay; 196 wide, 190 high, at the origin."""
    speckles = "".join(
        ellipse((i * 47) % 180 - 90, -((i * 31) % 150) - 12, 1.8, 1.6, "#3b2418", 'opacity=".35"')
        for i in range(34)
    )
    body = (
        rect(-110, -200, 220, 210, clay)
        + shape(DRIP, glaze)
        + speckles
        + shape("M-104 -200 H-66 C-74 -120 -70 -50 -56 6 H-104Z", "#ffffff", 'opacity=".16"')
        + shape("M110 -200 H58 C66 -120 62 -50 46 6 H110Z", "#000000", 'opacity=".14"')
        + (text(words, 0, -40, 22, "#ffffff", extra='opacity=".9"') if words else "")
    )
    handle = stroke("M90 -150 C176 -168 184 -44 78 -46", glaze, 25) + stroke(
        "M92 -140 C160 -152 164 -60 84 -58", "#000000", 5, 'opacity=".14"'
    )
    return (
        shadow(8, 2, 112, 14, 0.34)
        + handle
        + clip(f"mug-{key}", MUG, body)
        + ellipse(0, -190, 98, 19, glaze)
        + ellipse(0, -190, 98, 19, "#ffffff", 'opacity=".24"')
        + ellipse(0, -188, 86, 14, "#4a2715")
        + ellipse(-18, -191, 42, 5, "#8a5632", 'opacity=".7"')
    )


def mugs() -> Drawing:
    """All three glazes."""
    content = (
        branch(300, 430, 30, 0.95, flip=True)
        + steam(474, 366, 128)
        + move(mug("cream", "#f3e7d0", "#b9805a"), 250, 612, 1.12)
        + move(mug("green", "#6f8a6a", "#a8734f"), 712, 612, 1.12)
        + move(mug("terra", "#c2633f", "#8e5538", "Plered"), 474, 656, 1.4)
        + beans([(168, 680, 20), (206, 692, -40), (676, 690, 60), (868, 670, 10)])
    )
    svg = scene("#e9d2bd", "#f8eadb", "#8d5d3d", content, (480, 316, 286))
    return Drawing("mug", svg)


def tumbler(key: str, height: float, colour: str, size: str) -> str:
    """Return a steel tumbler of the height, 150 wide, standing at the origin."""
    h = height
    outline = f"M-74 {-h} L74 {-h} L64 -16 Q62 0 48 0 L-48 0 Q-62 0 -64 -16Z"
    body = (
        rect(-90, -h, 180, h + 4, colour)
        + f'<g opacity=".16">{kawung(-90, -h * 0.36, 180, h * 0.36, "#ffffff", 36)}</g>'
        + rect(-90, -h * 0.4, 180, 5, "#ffffff", extra='opacity=".55"')
        + shape(f"M-80 {-h} H-46 L-40 4 H-80Z", "#ffffff", 'opacity=".2"')
        + shape(f"M80 {-h} H44 L36 4 H80Z", "#000000", 'opacity=".17"')
        + rect(-90, -24, 180, 28, "#b9bcba")
        + shape("M-80 -24 H-46 L-42 4 H-80Z", "#ffffff", 'opacity=".5"')
        + text("Kopi", 0, -h * 0.66, 34, CREAM)
        + text("Nusantara", 0, -h * 0.66 + 27, 19, CREAM)
        + text(size, 0, -h * 0.66 + 54, 13, CREAM, font=SANS, weight=600, spacing=1.6)
    )
    lid = (
        rect(-80, -h - 30, 160, 36, "#2c2926", 10)
        + rect(-80, -h - 30, 160, 8, "#ffffff", 8, 'opacity=".09"')
        + rect(-62, -h - 52, 124, 26, "#2c2926", 9)
        + rect(-16, -h - 64, 56, 16, "#46413c", 7)
    )
    return shadow(4, 2, 92, 13, 0.34) + clip(f"tumbler-{key}", outline, body) + lid


def tumblers() -> Drawing:
    """Both sizes."""
    content = (
        branch(372, 330, 2, 1.0, flip=True)
        + move(tumbler("big", 356, "#2f5d62", "500 ml"), 410, 634, 1.26)
        + move(tumbler("small", 268, "#c2633f", "350 ml"), 636, 652, 1.26)
        + beans([(226, 668, 20), (270, 686, -40), (792, 674, 60), (830, 690, -10)])
    )
    svg = scene("#f0dfbf", "#fbf2de", "#b07c4e", content, (490, 316, 286))
    return Drawing("tumbler", svg)


def drawings() -> list[Drawing]:
    """Return the pictures of mugs and tumblers."""
    return [mugs(), tumblers()]
