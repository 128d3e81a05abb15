"""Which parts of a line are spoken for, so that nothing is read twice."""

from domain.understanding.vocabulary import Span


class Claims:
    """The spans of one line that were read already, as a mask over its signs."""

    def __init__(self, length: int) -> None:
        self._mask = bytearray(length)

    def add(self, span: Span) -> None:
        """Speak for a span."""
        self._mask[span.start : span.end] = b"\x01" * (span.end - span.start)

    def free(self, span: Span) -> bool:
        """Whether nothing of a span is spoken for."""
        return not any(self._mask[span.start : span.end])

    def spans(self) -> tuple[Span, ...]:
        """All that is spoken for, in order."""
        found: list[Span] = []
        end = 0
        while (start := self._mask.find(1, end)) >= 0:
            end = self._mask.find(0, start)
            end = len(self._mask) if end < 0 else end
            found.append(Span(start, end))
        return tuple(found)
