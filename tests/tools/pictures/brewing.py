"""The brewing gear: dripper on its server, filter papers, hand grinder."""

from tests.tools.pictures.shapes import (
    COFFEE_DARK,
    CREAM,
    INK,
    KRAFT,
    SANS,
    Drawing,
    beans,
    branch,
    clip,
    ellipse,
    grounds,
    move,
    pile,
    rect,
    scene,
    shadow,
    shape,
    steam,
    stroke,
    text,
)

WHITE_CLAY = ("#f8f4ec", "#dcd3c4", "#c7bba7")
BLACK_CLAY = ("#3a3532", "#292523", "#1c1917")


def tag(words: tuple[str, str], colour: str) -> str:
    """Return a paper hang-tag, 150 wide, hanging from the origin on a string."""
    return (
        stroke("M0 0 C-6 24 6 40 0 58", "#8a6a45", 3)
        + shape(
            "M-22 52 L22 52 L75 82 L75 152 Q75 160 67 160 L-67 160 Q-75 160 -75 152 L-75 82Z", CREAM
        )
        + ellipse(0, 66, 7, 7, colour)
        + text(words[0], 0, 112, 26, INK)
        + text(words[1], 0, 138, 14, colour, font=SANS, weight=600, spacing=1.6)
    )


def dripper(clay: tuple[str, str, str], *, paper: bool = True) -> str:
    """Return a cone dripper with handle and foot; its foot is at the origin, 250 wide."""
    light, mid, dark = clay
    sheet = (
        shape("M-126 -168 L126 -168 L112 -206 L96 -172 L-92 -172 L-112 -214Z", "#cfae7c")
        + ellipse(0, -168, 118, 17, "#b8935f")
        + ellipse(0, -166, 100, 12, "#5a3420")
        if paper
        else ellipse(0, -168, 118, 17, dark)
    )
    handle = stroke("M110 -142 C196 -152 200 -58 62 -52", mid, 20)
    cone = "M-128 -168 Q0 -140 128 -168 L46 -30 L-46 -30Z"
    ribs = "".join(
        stroke(f"M{x} -150 Q{x * 0.62} -88 {x * 0.34} -32", dark, 4, 'opacity=".4"')
        for x in (-88, -46, 0, 46, 88)
    )
    return (
        handle
        + ellipse(0, -168, 128, 22, mid)
        + sheet
        + shape(cone, light)
        + ribs
        + shape("M128 -168 L46 -30 L10 -30 L66 -153 Q104 -160 128 -168Z", dark, 'opacity=".3"')
        + stroke("M-128 -168 Q0 -140 128 -168", "#ffffff", 4, 'opacity=".4"')
        + rect(-54, -34, 108, 18, mid, 4)
        + ellipse(0, -10, 112, 14, dark)
        + ellipse(0, -14, 112, 13, light)
        + ellipse(0, -16, 60, 6, mid)
    )


def server() -> str:
    """Return the glass server with coffee in it; it stands at the origin, 250 wide, 190 high."""
    outline = (
        "M-78 -190 L78 -190 C80 -150 122 -120 124 -62 C124 -20 110 0 84 0 L-84 0 "
        "C-110 0 -124 -20 -124 -62 C-122 -120 -80 -150 -78 -190Z"
    )
    inside = (
        rect(-130, -190, 260, 194, "#ffffff", extra='opacity=".55"')
        + rect(-130, -92, 260, 96, "#6a3319")
        + ellipse(0, -92, 122, 9, "#8d4d2a")
        + shape("M-96 -60 C-100 -30 -92 -16 -80 -10", "none", 'stroke="#fff" stroke-width="7"')
        + shape("M130 -92 L96 -92 C100 -40 96 -10 84 0 L130 0Z", "#000", 'opacity=".16"')
        + stroke("M-70 -150 C-96 -124 -102 -106 -104 -96", "#ffffff", 8, 'opacity=".7"')
    )
    return (
        shadow(4, 2, 132, 14, 0.32)
        + stroke("M106 -128 C196 -140 190 -24 116 -34", "#d9e4e2", 16, 'opacity=".9"')
        + clip("server", outline, inside)
        + shape(outline, "none", 'stroke="#ffffff" stroke-width="4" stroke-opacity=".85"')
        + rect(-86, -198, 172, 12, "#d9e4e2", 6)
        + stroke("M0 -186 V-104", COFFEE_DARK, 5)
    )


def v60() -> Drawing:
    """The white one at work, the black one beside it."""
    black = shadow(0, 0, 120, 12, 0.32) + dripper(BLACK_CLAY, paper=False)
    content = (
        steam(396, 200, 128)
        + move(server(), 396, 640, 1.16)
        + move(dripper(WHITE_CLAY), 396, 424, 1.16)
        + move(black, 700, 652, 0.98)
        + move(tag(("V60", "KERAMIK"), "#8c5a3c"), 852, 562, 0.84)
        + beans([(150, 670, 20), (192, 690, -40), (560, 688, 60)])
    )
    svg = scene("#bccabf", "#d9e2d5", "#9b6843", content, (420, 320, 288))
    return Drawing("v60", svg)


def box_front() -> str:
    """Return the front of the filter box, 250 wide, 300 high, standing at the origin."""
    cone = shape("M-70 -196 L70 -196 L14 -96 L-14 -96Z", CREAM) + shape(
        "M70 -196 L14 -96 L0 -96 L30 -196Z", "#000000", 'opacity=".08"'
    )
    return (
        rect(-125, -300, 250, 300, "#7a8f5f", 5)
        + rect(-125, -300, 250, 44, "#5f7548", 5)
        + text("KOPI NUSANTARA", 0, -271, 16, CREAM, font=SANS, spacing=2.4)
        + cone
        + "".join(stroke(f"M{x} -188 L{x * 0.22} -102", "#d9c9a8", 2) for x in (-48, -16, 16, 48))
        + text("Kertas Filter", 0, -52, 34, CREAM)
        + text("UKURAN 02 · 100 LEMBAR", 0, -24, 13, CREAM, font=SANS, weight=600, spacing=1.4)
    )


def sheet(x: float, y: float, turn: float, colour: str) -> str:
    """Return one folded filter paper."""
    body = (
        shape("M-92 -150 Q0 -176 92 -150 L20 0 L-20 0Z", colour)
        + shape("M92 -150 L20 0 L8 0 L70 -156Z", "#8a6a45", 'opacity=".22"')
        + stroke("M78 -142 L14 -6", "#b99a6b", 2, 'stroke-dasharray="5 7"')
    )
    return move(body, x, y, 1.05, turn)


def filters() -> Drawing:
    """The box, and a fan of papers beside it."""
    side = shape("M125 -300 L188 -322 L188 -26 L125 0Z", "#4f633b")
    lid = shape("M-125 -300 L-62 -322 L188 -322 L125 -300Z", "#8fa473")
    fan = "".join(
        sheet(690, 668, turn, tone)
        for turn, tone in ((-44, "#d9bd8c"), (-22, "#e2caa0"), (0, "#ead6b3"), (22, "#f0e0c4"))
    )
    content = (
        branch(300, 300, 8, 0.95, flip=True)
        + move(shadow(30, 2, 190, 16, 0.34) + side + lid + box_front(), 372, 630, 1.34)
        + shadow(690, 672, 120, 14, 0.3)
        + fan
        + beans([(546, 690, 20), (830, 688, -30), (868, 668, 50)])
    )
    svg = scene("#ecdfc6", "#f8f0de", KRAFT, content, (500, 320, 286))
    return Drawing("filter", svg)


def grinder_body() -> str:
    """Return the hand grinder, 150 wide and 430 high, standing at the origin."""
    steel = (
        '<linearGradient id="steel" x1="0" x2="1" y1="0" y2="0">'
        '<stop offset="0" stop-color="#8d9191"/><stop offset=".22" stop-color="#e4e6e3"/>'
        '<stop offset=".5" stop-color="#b4b8b6"/><stop offset="1" stop-color="#6f7473"/>'
        "</linearGradient>"
    )
    crank = (
        stroke("M0 -414 V-396", "#6f7473", 16)
        + stroke("M0 -414 L190 -430", "#9fa3a1", 15)
        + rect(176, -506, 30, 78, "#6f4328", 14)
        + rect(180, -500, 9, 64, "#ffffff", 5, 'opacity=".2"')
    )
    grip = "".join(
        rect(-75, y, 150, 4, "#000000", extra='opacity=".16"') for y in range(-236, -140, 12)
    )
    return (
        steel
        + shadow(4, 2, 92, 13, 0.36)
        + crank
        + rect(-66, -404, 132, 24, "#4a2d1c", 10)
        + rect(-72, -384, 144, 126, "url(#steel)", 8)
        + rect(-75, -258, 150, 130, "#7c4a2c", 4)
        + grip
        + rect(-75, -258, 38, 130, "#ffffff", 4, 'opacity=".12"')
        + rect(40, -258, 35, 130, "#000000", 4, 'opacity=".16"')
        + rect(-72, -128, 144, 128, "url(#steel)", 10)
        + rect(-72, -128, 144, 8, "#000000", extra='opacity=".2"')
        + text("NUSANTARA", 0, -312, 17, INK, font=SANS, spacing=2)
        + text("38 mm", 0, -288, 15, INK, font=SANS, weight=400, spacing=1)
    )


def grinder() -> Drawing:
    """The grinder between what goes in and what comes out."""
    content = (
        branch(400, 330, 2, 1.05, flip=True)
        + move(grinder_body(), 458, 640, 1.22)
        + pile(196, 662, 128, 4, 21)
        + grounds(748, 664, 132, 78, 4)
        + move(tag(("Grinder", "BAJA 38 MM"), "#7c4a2c"), 640, 122, 1.15)
        + beans([(352, 690, 10), (588, 692, -40)])
    )
    svg = scene("#e6d3c0", "#f5e8d8", "#a06a44", content, (480, 326, 286))
    return Drawing("grinder", svg)


def drawings() -> list[Drawing]:
    """Return the pictures of the brewing gear."""
    return [v60(), filters(), grinder()]
