"""The demo's own people in the parts of those whom a story makes anew for each play."""

from dataclasses import dataclass

from bot import sample
from simulator.stories.form import Story
from simulator.stories.parsing import parse


@dataclass(frozen=True, slots=True)
class Cast:
    """Who plays whom, as the heading People: has it, and the language of the page."""

    locale: str
    parts: dict[str, str]

    def of(self, name: str) -> Story:
        """Return the demo's story `name` with these people."""
        text = (sample.STORIES / f"{name}.story").read_text("utf-8")
        for role, actor in self.parts.items():
            text = text.replace(role, actor)
        return parse(text.encode(), f"{name}.story")


CASTS = {
    "1-transfer": Cast("id-ID", {"Dewi (new id)": "Sari", "Dewi": "Sari"}),
    "3-english": Cast("en-GB", {"Nora (new en)": "Emma", "Nora": "Emma"}),
    "4-tulisan": Cast("id-ID", {"Nina (new id)": "Sari", "Nina": "Sari"}),
    "5-satu-kalimat": Cast("id-ID", {"Wati (new id)": "Sari", "Wati": "Sari"}),
    "6-tanya-jawab": Cast("id-ID", {"Tono (new id)": "Budi", "Tono": "Budi"}),
    "7-whatsapp": Cast("id-ID", {}),
    "8-belajar": Cast(
        "id-ID",
        {"Wawan (new id)": "Sari", "Wawan": "Sari", "Yuni (new id)": "Budi", "Yuni": "Budi"},
    ),
    "9-english-lines": Cast("en-GB", {"Grace (new en)": "Emma", "Grace": "Emma"}),
}
WRITTEN = tuple(name for name in CASTS if name >= "4")
"""The stories in which people write instead of tapping through."""
