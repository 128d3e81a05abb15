"""QRIS payloads as a gateway makes them: EMV merchant-presented QR with the amount inside."""

from __future__ import annotations

MERCHANT = (("00", "ID.CO.CONTOH.WWW"), ("01", "936009990000000017"), ("02", "MIDCONTOH000001"))
NATIONAL = (("00", "ID.CO.QRIS.WWW"), ("02", "ID1020000000001"))
CRITERION = ("03", "UMI")
TERMINAL = ("07", "A01")
LONGEST_REFERENCE = 25


def _field(tag: str, value: str) -> str:
    return f"{tag}{len(value):02d}{value}"


def _group(tag: str, *fields: tuple[str, str]) -> str:
    return _field(tag, "".join(_field(name, value) for name, value in fields))


def checksum(text: str) -> str:
    """CRC-16/CCITT-FALSE in four capital digits, as tag 63 holds it."""
    crc = 0xFFFF
    for byte in text.encode():
        crc ^= byte << 8
        for _ in range(8):
            crc = (crc << 1) ^ 0x1021 if crc & 0x8000 else crc << 1
            crc &= 0xFFFF
    return f"{crc:04X}"


def payload(amount: int, reference: str = "") -> str:
    """The text of a dynamic QR for `amount` rupiah; `reference` stands in tag 62.05."""
    bill = [("05", reference[:LONGEST_REFERENCE])] if reference else []
    text = (
        _field("00", "01")
        + _field("01", "12")
        + _group("26", *MERCHANT, CRITERION)
        + _group("51", *NATIONAL, CRITERION)
        + _field("52", "5814")
        + _field("53", "360")
        + _field("54", str(amount))
        + _field("58", "ID")
        + _field("59", "KOPI CONTOH")
        + _field("60", "BANDUNG")
        + _field("61", "40111")
        + _group("62", *bill, TERMINAL)
        + "6304"
    )
    return text + checksum(text)
