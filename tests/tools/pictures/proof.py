"""A made-up proof of transfer, as a banking app would show it: for tests and for the demo."""

from tests.tools.pictures.shapes import SANS, Drawing, ellipse, rect, stroke, text

WIDTH, HEIGHT = 720, 1280
ROWS = (
    ("Dari", "Rina Contoh", "0987 6543 21"),
    ("Ke", "KOPI NUSANTARA CONTOH", "BCA · 1234 5678 90"),
    ("Berita", "Pesanan kopi", ""),
    ("No. referensi", "CONTOH-0000-0001", ""),
)


def words(line: str, x: float, y: float, size: float, fill: str, anchor: str, weight: int) -> str:
    """Return text that starts or ends at x."""
    return (
        f'<text x="{x}" y="{y}" font-family="{SANS}" font-size="{size}" font-weight="{weight}"'
        f' fill="{fill}" text-anchor="{anchor}">{line}</text>'
    )


def rows() -> str:
    """Return the receipt's lines."""
    out = ""
    for i, (name, value, below) in enumerate(ROWS):
        y = 650 + i * 116
        out += words(name, 92, y, 26, "#6b7a86", "start", 400)
        out += words(value, 628, y, 27, "#1d2b36", "end", 700)
        out += words(below, 628, y + 36, 23, "#6b7a86", "end", 400)
        out += stroke(f"M92 {y + 62} H628", "#e3e8ec", 2, 'stroke-dasharray="3 9"')
    return out


def drawing() -> Drawing:
    """Return the picture of the receipt."""
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT}">'
        + rect(0, 0, WIDTH, HEIGHT, "#1f5c8f")
        + rect(0, 0, WIDTH, 44, "#000", extra='opacity=".15"')
        + words("09.41", 34, 32, 24, "#fff", "start", 600)
        + text("Bank Contoh", WIDTH / 2, 122, 36, "#ffffff", font=SANS)
        + rect(52, 172, 616, 1010, "#ffffff", 26)
        + ellipse(WIDTH / 2, 270, 54, 54, "#2e9e6b")
        + stroke("M336 270 L354 290 L388 250", "#ffffff", 11)
        + text("Transfer berhasil", WIDTH / 2, 376, 34, "#1d2b36", font=SANS)
        + text("12 Jan 2026 · 09.41 WIB", WIDTH / 2, 416, 23, "#6b7a86", font=SANS, weight=400)
        + text("Rp147.356", WIDTH / 2, 512, 66, "#1d2b36", font=SANS)
        + stroke("M92 568 H628", "#e3e8ec", 3)
        + rows()
        + text(
            "CONTOH · BUKAN BUKTI PEMBAYARAN", WIDTH / 2, 1142, 22, "#b0563b", font=SANS, spacing=1
        )
        + "</svg>"
    )
    return Drawing("proof", svg, WIDTH, HEIGHT)
