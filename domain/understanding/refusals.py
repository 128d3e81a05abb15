"""Whether what is said is turned down rather than wanted."""

from domain.understanding.vocabulary import Hit, Line

_NEGATIONS = {"tidak", "jangan", "bukan", "selain", "kecuali", "tanpa", "not", "no", "except"}


def refused(line: Line, hit: Hit) -> bool:
    """Whether a choice is turned down: "jangan jne", "ga jadi transfer", "cod ga bisa", "ninja jangan"."""
    at = hit.first - 1
    for at in range(hit.first - 1, max(-1, hit.first - 5), -1):
        word = line.word(at)
        if line.raw(at) == "tak":
            return False  # Javanese: "tak transfer" is "I shall transfer"
        if word in _NEGATIONS:
            return not _is_asking(line, at)
        joined = word in {"atau", "sama", "dan", "maupun", "or", "/"} or line.within("couriers", at)
        if not joined and not line.within("refusing", at):
            break
    after = line.word(hit.last)
    following = line.word(hit.last + 1)
    if after == "jangan" or (after == "tidak" and following in {"usah", "mau", "jadi", "bisa"}):
        chosen = ("couriers", "payments", "services")
        at = hit.last + 1 + (after == "tidak")
        ends = at >= len(line.tokens) or not any(line.within(table, at) for table in chosen)
        asked = after == "tidak" and "?" in {line.word(hit.last + 2), line.word(hit.last + 3)}
        return ends and not asked
    return False


def _is_asking(line: Line, at: int) -> bool:
    """ "bisa ga transfer?": a "tidak" behind "bisa", "ada" or "boleh" asks."""
    return line.word(at) == "tidak" and line.word(at - 1) in {"bisa", "ada", "boleh", "mau", "atau"}
