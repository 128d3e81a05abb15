"""Messages as plain text files, to be read aloud and compared: `python -m ... --rewrite`."""

import sys
from collections.abc import Iterator
from pathlib import Path

from notifications.render.cards import customer_card, staff_card
from notifications.render.milestone_screens import milestone_screen
from notifications.render.renderer import LANGUAGES, Rendered, Renderer
from tests.builders import a_policy
from tests.notifications import life
from tests.notifications.queue import queued_for

GOLDEN = Path(__file__).parent / "golden"


def transcribe(message: Rendered) -> str:
    """Return the message as a person would read it, with its buttons below."""
    lines = [f"[{message.photo}]"] if message.photo else []
    lines.append(message.text)
    lines += [
        "  " + "  ".join(f"[{key['text']}]{_does(key)}" for key in row)
        for row in (message.keyboard or {}).get("inline_keyboard", ())
    ]
    return "\n".join(lines)


def _does(key: dict[str, object]) -> str:
    match key:
        case {"copy_text": {"text": str(text)}}:
            return f" copies {text!r}"
        case {"callback_data": data}:
            return f" {data}"
    return ""


def transcripts() -> Iterator[tuple[str, str]]:
    """Yield the name and the content of every golden file."""
    renderer, policy = Renderer(strict=True), a_policy()
    for language in LANGUAGES:
        of_customer, of_staff, told, alerts = [], [], [], []
        for name, view in life.cards():
            card = renderer.render(customer_card(view, policy, language), language)
            of_customer.append(f"=== {name}\n{transcribe(card)}\n")
            card = renderer.render(staff_card(view, policy), language)
            of_staff.append(f"=== {name}\n{transcribe(card)}\n")
        for event in life.events():
            for item in queued_for(event):
                if item.kind != "message":
                    continue
                screen = milestone_screen(item.payload, event.view, policy, language)
                assert screen is not None, event.name
                page = told if item.payload["audience"] == "customer" else alerts
                page.append(f"=== {event.name}\n{transcribe(renderer.render(screen, language))}\n")
        yield f"customer_card.{language}.txt", "\n".join(of_customer)
        yield f"staff_card.{language}.txt", "\n".join(of_staff)
        yield f"customer_milestones.{language}.txt", "\n".join(told)
        yield f"staff_milestones.{language}.txt", "\n".join(alerts)


def rewrite() -> None:
    """Write the golden files anew."""
    GOLDEN.mkdir(exist_ok=True)
    for name, text in transcripts():
        (GOLDEN / name).write_text(text, encoding="utf-8")


if __name__ == "__main__" and sys.argv[1:] == ["--rewrite"]:
    rewrite()
