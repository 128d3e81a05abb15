"""`pesan understand`: rows in, rows out, whatever a row holds."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

LINES = Path(__file__).parent / "lines"
CATALOGUE = LINES / "catalogue.json"
EMPTY = {"viewing": None, "cart": [], "last_order": None, "awaiting": None}
PARTS = {
    "id", "intent", "items", "address", "recipient", "phone", "shipping", "payment", "order_ref",
    "waybill", "amount", "note", "questions",
}  # fmt: skip


def understand(given: bytes, catalogue: Path = CATALOGUE) -> subprocess.CompletedProcess[bytes]:
    """Run the command as people do."""
    return subprocess.run(
        [Path(sys.executable).with_name("pesan"), "understand", "--catalogue", str(catalogue)],
        input=given,
        capture_output=True,
        check=False,
        timeout=60,
    )


def row(text: str, **more: object) -> dict[str, object]:
    """A line of the input."""
    return {"id": "a", "text": text, "context": EMPTY, **more}


def written(*rows: dict[str, object], escaped: bool = False) -> bytes:
    """The rows as a file."""
    return b"".join(json.dumps(r, ensure_ascii=escaped).encode() + b"\n" for r in rows)


def test_good_lines_come_back_whole() -> None:
    """A byte-order mark, empty lines, odd breaks, fields to come and long texts are no trouble."""
    given = [
        row("pesan mug 2", id="plain", later={"field": 1}, expected={"intent": "order"}),
        row("pesan mug 2\u2028kirim ke Jl Melati 5 Malang\x85", id="breaks"),
        row("pesan rendang 600 gram", id="part"),
        row("mug 2 " + "ya kak " * 5_000, id="long"),
        row("pesan mug 2", id=7, context=None),
        {"text": "halo kak"},
        row("", id="silent"),
        row("jadi 3 ya", id="cart", context={"cart": [{"sku": "MUG-01", "qty": 2, "more": 1}]}),
    ]
    done = understand(b"\xef\xbb\xbf" + written(*given).replace(b"\n", b"\r\n  \n\n"))
    assert (done.returncode, done.stderr) == (0, b"")
    answers = [json.loads(line) for line in done.stdout.split(b"\n") if line]
    assert [a.get("id") for a in answers] == [g.get("id") for g in given]
    by = {a.get("id"): a for a in answers}
    assert set(by["plain"]) == PARTS
    assert by["plain"]["items"][0] == {
        "sku": "MUG-01", "product": "Mug Keramik", "options": {}, "qty": 2, "unit": "pcs",
        "action": "add", "ask": None, "confidence": 1.0, "source": by["plain"]["items"][0]["source"],
    }  # fmt: skip
    assert "mug" in by["plain"]["items"][0]["source"]
    assert by["breaks"]["intent"] == "order"
    assert by["part"]["items"][0]["qty"] == 2.4
    assert by["silent"]["intent"] == "unknown"
    assert by["cart"]["intent"] == "cart_change"


def test_broken_lines_are_said_and_cost_the_others_nothing() -> None:
    """Each is answered in its place, on stderr as well, and the exit code tells."""
    broken = [
        b"{no json",
        b'{"id": "w", "text": "mug \xff"}',
        b'"mug 2"',
        written(row(text=5)).strip(),  # type: ignore[arg-type]
        written(row("mug 2", context=[])).strip(),
        written(row("mug 2", context={"awaiting": "godot"})).strip(),
        written(row("mug 2", context={"cart": [{"sku": "MUG-01", "qty": "2"}]})).strip(),
        written(row("mug 2", context={"last_order": {"lines": []}})).strip(),
        b"[" * 100_000,
    ]
    done = understand(b"\n".join([*broken, written(row("pesan mug 2", id="last"))]))
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    assert done.returncode == 1
    assert [set(a) for a in answers[:-1]] == [{"id", "error"}] * len(broken)
    assert [a["id"] for a in answers] == [None] * 3 + ["a"] * 5 + [None, "last"]
    assert answers[-1]["intent"] == "order"
    said = done.stderr.decode().splitlines()
    assert [s.split(":")[1].strip() for s in said] == [f"line {n}" for n in range(1, 10)]


def test_what_utf8_cannot_hold_is_escaped() -> None:
    """Half a pair of an emoji in the id comes back as it was given."""
    given = row("pesan mug 2 \ud83d ya", id="\ud83d")
    done = understand(written(given, escaped=True))
    assert (done.returncode, done.stderr) == (0, b"")
    assert json.loads(done.stdout)["id"] == "\ud83d"


def test_answers_come_line_by_line() -> None:
    """Whoever asks one line at a time is answered before the next."""
    command = [Path(sys.executable).with_name("pesan"), "understand", "--catalogue", str(CATALOGUE)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as talk:
        assert talk.stdin and talk.stdout
        for sku in ("MUG-01", "GR-01"):
            text = "pesan mug 2" if sku == "MUG-01" else "pesan grinder 1"
            talk.stdin.write(written(row(text)))
            talk.stdin.flush()
            assert json.loads(talk.stdout.readline())["items"][0]["sku"] == sku
        talk.stdin.close()
        assert talk.wait(timeout=30) == 0


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"products": 5}', '{"products": [{"x": 1}]}'])
def test_a_catalogue_that_is_none_is_refused(tmp_path: Path, text: str) -> None:
    """The command says which file and why, and reads nothing."""
    file = tmp_path / "goods.json"
    file.write_text(text)
    done = understand(written(row("mug 2")), file)
    assert (done.returncode, done.stdout) == (2, b"")
    assert b"goods.json cannot be used as a catalogue: " in done.stderr
    assert b"Traceback" not in done.stderr


def test_a_missing_catalogue_is_refused(tmp_path: Path) -> None:
    """So is one that is not there."""
    done = understand(b"", tmp_path / "none.json")
    assert done.returncode == 2
    assert b"none.json cannot be used as a catalogue" in done.stderr
