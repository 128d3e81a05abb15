"""Palette and the shapes that every drawing shares. All functions return SVG fragments."""

import math
import random
from dataclasses import dataclass

WIDTH, HEIGHT = 960, 720
TABLE_Y = 560  # where the wall ends and the table begins

INK = "#3b2418"
CREAM = "#fbf3e4"
KRAFT = "#c9a06d"
COFFEE = "#5a3420"
COFFEE_DARK = "#3e2113"
LEAF = "#5f7f52"
SERIF = "'Noto Serif Display','Noto Serif',serif"
SANS = "'Noto Sans Display','Noto Sans',sans-serif"


@dataclass(frozen=True, slots=True)
class Drawing:
    """One picture to be rendered: file name without extension, and the whole SVG."""

    name: str
    svg: str
    width: int = WIDTH
    height: int = HEIGHT


def shape(path: str, fill: str, extra: str = "") -> str:
    """Return a filled path."""
    return f'<path d="{path}" fill="{fill}" {extra}/>'


def stroke(path: str, colour: str, width: float, extra: str = "") -> str:
    """Return an open line with round ends."""
    return (
        f'<path d="{path}" fill="none" stroke="{colour}" stroke-width="{width}"'
        f' stroke-linecap="round" stroke-linejoin="round" {extra}/>'
    )


def rect(x: float, y: float, w: float, h: float, fill: str, r: float = 0, extra: str = "") -> str:
    """Return a rectangle with corners of radius r."""
    return f'<rect x="{x}" y="{y}" width="{w}" height="{h}" rx="{r}" fill="{fill}" {extra}/>'


def ellipse(cx: float, cy: float, rx: float, ry: float, fill: str, extra: str = "") -> str:
    """Return an ellipse."""
    return f'<ellipse cx="{cx}" cy="{cy}" rx="{rx}" ry="{ry}" fill="{fill}" {extra}/>'


def move(content: str, x: float = 0, y: float = 0, scale: float = 1, turn: float = 0) -> str:
    """Return the content scaled, turned (degrees) and moved."""
    return f'<g transform="translate({x} {y}) rotate({turn}) scale({scale})">{content}</g>'


def text(
    words: str,
    x: float,
    y: float,
    size: float,
    fill: str = INK,
    *,
    font: str = SERIF,
    weight: int = 700,
    spacing: float = 0,
    extra: str = "",
) -> str:
    """Return centred text whose baseline is at y."""
    return (
        f'<text x="{x}" y="{y}" font-family="{font}" font-size="{size}" font-weight="{weight}"'
        f' letter-spacing="{spacing}" text-anchor="middle" fill="{fill}" {extra}>{words}</text>'
    )


def shadow(cx: float, cy: float, rx: float, ry: float = 16, depth: float = 0.22) -> str:
    """Return the soft shadow that stands a thing on the table."""
    return ellipse(cx, cy, rx, ry, "#2a150a", f'opacity="{depth}" filter="url(#soft)"')


def bean(x: float, y: float, r: float = 17, turn: float = 0, colour: str = COFFEE) -> str:
    """Return a roasted bean."""
    body = (
        ellipse(0, 0, r, r * 0.72, colour)
        + ellipse(-r * 0.18, -r * 0.24, r * 0.62, r * 0.3, "#ffffff", 'opacity=".13"')
        + stroke(
            f"M{-r * 0.86} {r * 0.08} C{-r * 0.3} {-r * 0.34} {r * 0.3} {r * 0.42} "
            f"{r * 0.88} {-r * 0.06}",
            COFFEE_DARK,
            r * 0.17,
        )
    )
    return move(body, x, y, turn=turn)


def beans(spots: list[tuple[float, float, float]], r: float = 17) -> str:
    """Return a few beans with their shadows; spots are (x, y, turn)."""
    dark = "".join(shadow(x, y + r * 0.62, r * 0.95, r * 0.3, 0.3) for x, y, _ in spots)
    tones = (COFFEE, "#6a3f27", "#4d2a18")
    return dark + "".join(
        bean(x, y, r, turn, tones[i % len(tones)]) for i, (x, y, turn) in enumerate(spots)
    )


def pile(cx: float, base: float, half: float, rows: int, seed: int, r: float = 17) -> str:
    """Return a heap of beans, `half` wide to each side and `rows` high."""
    pick = random.Random(seed)
    out = shadow(cx, base + 6, half * 1.08, 14, 0.28)
    for row in range(rows, -1, -1):
        width = half * (1 - row / (rows + 0.6))
        count = max(1, round(width * 2 / (r * 1.45)))
        for i in range(count):
            x = cx - width + (2 * width) * (i + 0.5) / count + pick.uniform(-4, 4)
            y = base - row * r * 1.02 + pick.uniform(-3, 3) - r * 0.4
            tone = pick.choice((COFFEE, "#6a3f27", "#4d2a18", "#613822"))
            out += bean(x, y, r * pick.uniform(0.92, 1.06), pick.uniform(-80, 80), tone)
    return out


def grounds(cx: float, base: float, half: float, height: float, seed: int = 1) -> str:
    """Return a mound of ground coffee."""
    pick = random.Random(seed)
    hill = (
        f"M{cx - half} {base} C{cx - half * 0.55} {base - height * 0.35} {cx - half * 0.4} "
        f"{base - height} {cx} {base - height} C{cx + half * 0.4} {base - height} "
        f"{cx + half * 0.55} {base - height * 0.35} {cx + half} {base} "
        f"Q{cx} {base + height * 0.3} {cx - half} {base}Z"
    )
    out = shadow(cx, base + 6, half * 1.05, 12, 0.28) + shape(hill, "#4f2d1b")
    for _ in range(150):
        u = pick.uniform(-0.86, 0.86)
        top = height * math.exp(-((u * 1.75) ** 2)) * 0.92
        y = base - pick.uniform(0, 1) ** 1.2 * top + 3
        tone = pick.choice(("#6b4029", "#3a1f12", "#7a4b30"))
        out += ellipse(cx + u * half, y, pick.uniform(1.6, 3.2), pick.uniform(1.3, 2.4), tone)
    return out


def leaf(x: float, y: float, length: float, turn: float, colour: str = LEAF) -> str:
    """Return a coffee leaf whose stem is at (x, y)."""
    n = length
    blade = f"M0 0 C{n * 0.22} {-n * 0.3} {n * 0.7} {-n * 0.3} {n} 0 C{n * 0.7} {n * 0.3} "
    body = (
        shape(f"{blade}{n * 0.22} {n * 0.3} 0 0Z", colour)
        + shape(
            f"M0 0 C{n * 0.22} {n * 0.3} {n * 0.7} {n * 0.3} {n} 0Z", "#1f3320", 'opacity=".16"'
        )
        + stroke(f"M0 0 L{n * 0.93} 0", "#eaf0d8", 2, 'opacity=".55"')
    )
    for i in (0.25, 0.42, 0.59, 0.75):
        reach = n * 0.17
        body += stroke(
            f"M{n * i} 0 l{reach * 0.7} {-reach * 0.75} M{n * i} 0 l{reach * 0.7} {reach * 0.75}",
            "#eaf0d8",
            1.4,
            'opacity=".4"',
        )
    return move(body, x, y, turn=turn)


def cherry(x: float, y: float, r: float = 15, colour: str = "#b5402f") -> str:
    """Return a ripe coffee cherry."""
    return (
        ellipse(x, y, r, r * 1.05, colour)
        + ellipse(x - r * 0.32, y - r * 0.36, r * 0.28, r * 0.2, "#fff", 'opacity=".45"')
        + ellipse(x, y + r * 0.92, r * 0.16, r * 0.1, "#5b1c14")
    )


def branch(x: float, y: float, turn: float = 0, scale: float = 1, *, flip: bool = False) -> str:
    """Return a sprig of the coffee shrub: a stem, leaves and cherries."""
    body = (
        stroke("M0 0 C70 -20 150 -20 230 -50", "#6b5136", 6)
        + leaf(50, -12, 105, -62)
        + leaf(120, -18, 115, 38, "#557549")
        + leaf(145, -22, 110, -70, "#6d8e5e")
        + leaf(225, -48, 120, -18)
        + leaf(200, -40, 100, 48, "#6d8e5e")
        + cherry(84, 4)
        + cherry(106, -38, 14, "#c9543f")
        + cherry(168, -8, 15)
        + cherry(190, -62, 13, "#9b3226")
    )
    mirror = f'<g transform="scale({-1 if flip else 1} 1)">{body}</g>'
    return move(mirror, x, y, scale, turn)


def clip(name: str, path: str, content: str) -> str:
    """Return the content cut to the path."""
    return (
        f'<clipPath id="{name}"><path d="{path}"/></clipPath>'
        f'<g clip-path="url(#{name})">{content}</g>'
    )


def kawung(x: float, y: float, w: float, h: float, colour: str, size: float = 40) -> str:
    """Return a field of kawung, the four-petalled batik pattern."""
    out, half = "", size / 2
    for row in range(math.ceil(h / size) + 1):
        for col in range(math.ceil(w / size) + 1):
            cx, cy = x + col * size, y + row * size
            for turn in (45, 135, 225, 315):
                petal = ellipse(half * 0.7, 0, half * 0.52, half * 0.27, colour)
                out += move(petal, cx, cy, turn=turn)
            out += ellipse(cx, cy, size * 0.045, size * 0.045, colour)
    return out


def steam(x: float, y: float, height: float = 120, colour: str = "#ffffff") -> str:
    """Return two wisps of steam rising from (x, y)."""
    h = height

    def wisp(dx: float, k: float) -> str:
        return stroke(
            f"M{x + dx} {y} c{-22 * k} {-h * 0.25} {24 * k} {-h * 0.4} 0 {-h * 0.62} "
            f"s{14 * k} {-h * 0.25} {4 * k} {-h * 0.38}",
            colour,
            9,
            'opacity=".55" filter="url(#haze)"',
        )

    return wisp(-20, 1) + wisp(22, -1)


def scene(wall: str, glow: str, table: str, content: str, sun: tuple[float, float, float]) -> str:
    """Return the whole picture: wall with a disc of light, table, and the content on it."""
    cx, cy, r = sun
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT}"'
        f' viewBox="0 0 {WIDTH} {HEIGHT}"><defs>'
        '<filter id="soft" x="-40%" y="-200%" width="180%" height="500%">'
        '<feGaussianBlur stdDeviation="9"/></filter>'
        '<filter id="haze" x="-80%" y="-20%" width="260%" height="140%">'
        '<feGaussianBlur stdDeviation="3"/></filter></defs>'
        + rect(0, 0, WIDTH, HEIGHT, wall)
        + ellipse(cx, cy, r, r, glow)
        + rect(0, TABLE_Y, WIDTH, HEIGHT - TABLE_Y, table)
        + rect(0, TABLE_Y, WIDTH, 7, "#ffffff", extra='opacity=".22"')
        + content
        + "</svg>"
    )
