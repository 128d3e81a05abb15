"""Which parts of a line are spoken for, so that nothing is read twice."""

from domain.understanding.vocabulary import Span


class Claims:
    """The spans of one line that were read already, as a mask over its signs."""

    def __init__(self, length: int) -> None:
        self._mask = bytearray(length)
        self._kinds = ["", ""]

    def reading(self, kind: str) -> None:
        """What is spoken for from here on is of this kind."""
        self._kinds.append(kind)

    def add(self, span: Span) -> None:
        """Speak for a span."""
        self._mask[span.start : span.end] = bytes([len(self._kinds) - 1 or 1]) * (
            span.end - span.start
        )

    def free(self, span: Span) -> bool:
        """Whether nothing of a span is spoken for."""
        return not any(self._mask[span.start : span.end])

    def spans(self) -> tuple[Span, ...]:
        """All that is spoken for, in order."""
        found: list[Span] = []
        start = 0
        for end in range(1, len(self._mask) + 1):
            if end < len(self._mask) and self._mask[end] == self._mask[start]:
                continue
            if self._mask[start]:
                found.append(Span(start, end, self._kinds[self._mask[start]]))
            start = end
        return tuple(found)
