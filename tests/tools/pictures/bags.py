"""The four coffees: a bag with a valve, a folded top and a label with the region's own motif."""

from dataclasses import dataclass

from tests.tools.pictures.shapes import (
    CREAM,
    INK,
    SANS,
    Drawing,
    beans,
    branch,
    clip,
    ellipse,
    grounds,
    kawung,
    move,
    pile,
    rect,
    scene,
    shadow,
    shape,
    stroke,
    text,
)

BODY = (
    "M-146 -408 L146 -408 L150 -330 C160 -220 160 -110 152 -14 Q150 0 136 0 L-136 0 "
    "Q-150 0 -152 -14 C-160 -110 -160 -220 -150 -330Z"
)


@dataclass(frozen=True, slots=True)
class Coffee:
    """What tells one bag from another."""

    code: str
    title: str
    size: int  # of the title, so that it fits the label
    origin: str
    bag: str
    accent: str
    wall: str
    glow: str
    table: str


GAYO = Coffee(
    "kopi-gayo", "Gayo", 58, "ACEH TENGAH", "#2f5748", "#d9a441", "#e3e6d3", "#f2eed9", "#b98b5e"
)
TORAJA = Coffee(
    "kopi-toraja", "Toraja", 52, "SULAWESI", "#9c3b2b", "#e0ad4f", "#f1dcc8", "#f8ebd9", "#a9744a"
)
BAJAWA = Coffee(
    "kopi-bajawa", "Bajawa", 48, "FLORES", "#2f4763", "#d98350", "#d9e0e2", "#eef0ea", "#b2845a"
)
PREANGER = Coffee(
    "kopi-preanger",
    "Preanger",
    41,
    "JAWA BARAT",
    "#c58a2c",
    "#6f3d22",
    "#f5e6c4",
    "#fcf3dc",
    "#b07c4e",
)


def hills(accent: str, ground: str) -> str:
    """Gayo: the lake among its mountains."""
    return (
        ellipse(40, -38, 17, 17, accent)
        + shape("M-96 0 L-48 -52 L-20 -22 L14 -66 L58 -16 L72 -28 L96 0Z", ground)
        + shape("M14 -66 L30 -47 L18 -42 L8 -46 L0 -48Z", CREAM)
        + stroke("M-80 12 H80 M-58 22 H58 M-30 32 H30", accent, 4)
    )


def roof(accent: str, ground: str) -> str:
    """Toraja: the sweeping roof of the tongkonan."""
    return (
        shape(
            "M-98 -64 C-60 -30 60 -30 98 -64 C76 -10 52 -4 50 -2 L-50 -2 C-52 -4 -76 -10 -98 -64Z",
            ground,
        )
        + shape("M-72 -34 C-40 -14 40 -14 72 -34 L62 -20 C34 -4 -34 -4 -62 -20Z", accent)
        + rect(-44, -2, 88, 22, accent)
        + "".join(shape(f"M{x} 18 l8 -18 l8 18Z", ground) for x in (-40, -20, 0, 20))
        + "".join(rect(x, 20, 8, 20, ground) for x in (-42, -4, 34))
    )


def volcano(accent: str, ground: str) -> str:
    """Flores: the cone of Inerie and a band of ikat."""
    ikat = "".join(
        shape(f"M{x} 24 l12 -12 l12 12 l-12 12Z", accent if i % 2 else ground)
        for i, x in enumerate(range(-96, 90, 24))
    )
    return (
        ellipse(0, -50, 21, 21, accent)
        + shape("M-92 2 C-50 -10 -28 -52 -16 -58 L16 -58 C28 -52 50 -10 92 2Z", ground)
        + shape("M-16 -58 L16 -58 L22 -46 L10 -40 L0 -48 L-10 -38 L-22 -46Z", accent)
        + ikat
    )


def terraces(accent: str, ground: str) -> str:
    """Preanger: terraced slopes under a low sun."""
    return (
        ellipse(-30, -42, 22, 22, ground)
        + shape("M-98 36 C-60 -30 -10 -36 30 -10 S80 -40 98 -34 V36Z", ground)
        + stroke("M-78 22 C-40 -18 0 -12 34 4 S76 -12 96 -14", CREAM, 4)
        + stroke("M-62 34 C-30 2 4 8 38 20 S78 8 96 6", CREAM, 4)
        + stroke("M-20 36 C10 24 30 34 44 36", CREAM, 4)
        + stroke("M-98 36 H98", accent, 3)
    )


MOTIFS = {
    GAYO.code: hills,
    TORAJA.code: roof,
    BAJAWA.code: volcano,
    PREANGER.code: terraces,
}


def label(coffee: Coffee, weight: str) -> str:
    """Return the paper label, 236 wide, centred at the origin's x and starting at y 0."""
    return (
        rect(-118, 0, 236, 252, CREAM, 10)
        + rect(-109, 9, 218, 234, "none", 6, f'stroke="{coffee.bag}" stroke-width="2"')
        + text("KOPI NUSANTARA", 0, 36, 15, coffee.bag, font=SANS, spacing=2.6)
        + move(MOTIFS[coffee.code](coffee.accent, coffee.bag), 0, 110, 0.84)
        + text(coffee.title, 0, 193, coffee.size, INK)
        + text(f"{coffee.origin} · {weight}", 0, 230, 14, INK, font=SANS, weight=400, spacing=1.6)
    )


def bag(coffee: Coffee, key: str, weight: str = "250 g") -> str:
    """Return a full bag that stands at the origin, 300 wide and 470 high."""
    fold = (
        rect(-150, -456, 300, 52, coffee.bag, 6)
        + rect(-150, -456, 300, 52, "#000000", 6, 'opacity=".16"')
        + rect(-160, -440, 320, 20, coffee.accent, 5)
        + stroke("M-150 -410 H150", "#000000", 3, 'opacity=".22"')
    )
    surface = (
        rect(-170, -420, 340, 430, coffee.bag)
        + f'<g opacity=".10">{kawung(-160, -400, 320, 400, "#ffffff", 44)}</g>'
        + shape("M-170 -420 H-112 C-128 -260 -128 -120 -120 10 H-170Z", "#ffffff", 'opacity=".10"')
        + shape("M170 -420 H108 C124 -260 124 -120 116 10 H170Z", "#000000", 'opacity=".17"')
        + rect(-170, -14, 340, 20, "#000000", extra='opacity=".14"')
    )
    valve = ellipse(0, -358, 15, 15, "#000000", 'opacity=".25"') + ellipse(
        0, -359, 12, 12, coffee.accent
    )
    return (
        shadow(6, 2, 172, 18, 0.34)
        + clip(f"bag-{key}", BODY, surface)
        + fold
        + valve
        + move(label(coffee, weight), 0, -316)
    )


def gayo() -> Drawing:
    """Both sizes, because this coffee is sold by the kilogram too."""
    content = (
        branch(262, 400, 26, 1.0, flip=True)
        + move(bag(GAYO, "big", "1 kg"), 592, 612, 1.16)
        + move(bag(GAYO, "small"), 330, 640, 0.88)
        + pile(800, 664, 96, 3, 7)
        + beans([(488, 676, 20), (532, 692, -40), (676, 690, 70)])
    )
    return Drawing(GAYO.code, scene(GAYO.wall, GAYO.glow, GAYO.table, content, (520, 330, 290)))


def single(coffee: Coffee, extra: str, seed: int) -> Drawing:
    """One bag between its beans and its grounds."""
    content = (
        extra
        + move(bag(coffee, "one"), 480, 634, 1.16)
        + pile(196, 660, 112, 3, seed)
        + grounds(772, 662, 116, 66, seed)
        + beans([(330, 684, 15), (608, 690, -50), (664, 694, 40)])
    )
    svg = scene(coffee.wall, coffee.glow, coffee.table, content, (480, 320, 286))
    return Drawing(coffee.code, svg)


def drawings() -> list[Drawing]:
    """Return the pictures of all coffees."""
    return [
        gayo(),
        single(TORAJA, branch(628, 330, -6, 1.0), 3),
        single(BAJAWA, branch(332, 330, 6, 1.0, flip=True), 5),
        single(PREANGER, branch(628, 300, -2, 0.95) + branch(332, 380, 8, 0.8, flip=True), 9),
    ]
