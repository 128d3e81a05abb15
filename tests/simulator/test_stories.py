"""Stories on a running simulator, with a small bot that repeats, counts and sells."""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import aiohttp
import pytest

from simulator.server import Simulator
from simulator.stories.parsing import parse
from simulator.stories.playing import StoryFailed, play
from tests.simulator.conftest import Client, png
from tests.simulator.parrot import parrot

PEOPLE = "People: Sari (id), Rina"
GROUP = "Group: Meja Kopi: Rina, Sari"
COUNT = ('Sari writes "/count"', 'Sari sees "Jumlah: 0"')


@pytest.fixture
async def stage(tmp_path: Path) -> AsyncIterator[Simulator]:
    """A simulator with a folder of stories, and the bot."""
    (tmp_path / "proof.png").write_bytes(png())
    async with Simulator(flood="off", stories=tmp_path) as sim, parrot(sim):
        yield sim


async def run(sim: Simulator, folder: Path, *lines: str, patience_s: float = 5) -> None:
    """Play the lines."""
    story = parse("\n".join(("Story: Uji", *lines)).encode(), "uji.story")
    await play(story, sim.url, folder=folder, patience_s=patience_s)


async def failure(sim: Simulator, folder: Path, *lines: str) -> str:
    """What is said of a story that does not come true; nothing in it is waited for."""
    with pytest.raises(StoryFailed) as failed:
        await run(sim, folder, *lines, patience_s=0)
    return str(failed.value)


async def test_people_write_tap_send_and_share(stage: Simulator, tmp_path: Path):
    """Each step reaches the bot as a person's deed, and its answer is seen."""
    await run(
        stage,
        tmp_path,
        PEOPLE,
        GROUP,
        'Sari writes "halo {number}"',
        'Sari sees "Kamu: halo" and "{number}"',
        'Sari replies "itu" to "Kamu: halo"',
        'Sari sees "Kamu: itu (tentang Kamu: halo"',
        *COUNT,
        'Sari taps "Tambah" on "Jumlah"',
        'Sari sees alert "Siap: add"',
        'Sari sees "Jumlah: 1"',
        'Sari does not see "Jumlah: 0"',
        'Sari sends photo proof.png saying "bukti"',
        'Sari sees "Kamu: photo bukti"',
        "Sari sends document proof.png",
        'Sari sees "Kamu: document"',
        "Sari shares location -7.98, 112.63",
        'Sari sees "Kamu: location -7.98 112.63"',
        'Sari writes "/number"',
        "Sari shares contact",
        'Sari sees "Kamu: contact"',
        "Rina shares contact +628123456789",
        'Rina sees "Kamu: contact +628123456789"',
        'Rina writes "kopi" in Meja Kopi',
        'Sari sees "Kamu: kopi" in Meja',
        'Sari writes "/buy"',
        'Sari pays "Pay" but gives up',
        'Sari pays "Pay" on "Secangkir" but the card is declined',
        'Sari does not see "successful_payment"',
        'Sari pays "Pay"',
        'Sari sees "Kamu: successful_payment"',
        "Parcel {number} is delivered",
        "+2 days",
    )
    assert stage.world.clock.offset_s == 2 * 86400
    assert [parcel["status"] for parcel in stage.world.parcels_view()] == ["delivered"]


@pytest.mark.parametrize("label", ["Tambah", "tambah", "tamb", "  Tambah "])
async def test_a_button_is_known_by_its_words(label: str, stage: Simulator, tmp_path: Path):
    """Exactly, in other letters, or by a part of it that no other button has."""
    await run(stage, tmp_path, PEOPLE, *COUNT, f'Sari taps "{label}"', 'Sari sees "Jumlah: 1"')


async def test_the_newest_message_is_meant(stage: Simulator, tmp_path: Path):
    """Given the same button twice, the newer one is tapped and the older message stays."""
    await run(
        stage, tmp_path, PEOPLE, *COUNT, *COUNT, 'Sari taps "Tambah"', 'Sari sees "Jumlah: 1"'
    )
    (sari,) = [user for user in stage.world.users.values() if user.first_name == "Sari"]
    async with aiohttp.ClientSession(stage.url) as http:
        shown = await Client(stage, http).seen(sari.id)
    assert [m["text"] for m in shown if m["from"]["is_bot"]] == ["Jumlah: 0", "Jumlah: 1"]


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        (('Budi writes "a"',), "there is no Budi; there is Sari, Rina"),
        (('Sari writes "a" in Kantor',), "there is no group Kantor; there is Meja Kopi"),
        (('Tono writes "a" in Meja Kopi',), "there is no Tono"),
        ((*COUNT, 'Sari taps "Hapus"'), 'there is no button "Hapus"'),
        ((*COUNT, 'Sari taps "Tambah" on "Teh"'), 'there is no button "Tambah" on "Teh"'),
        ((*COUNT, 'Sari taps "Ambil"'), 'fits several buttons: "Ambil satu", "Ambil dua"'),
        (('Sari sees "selamat"',), "(nothing since the story began)"),
        ((*COUNT, 'Sari sees "Jumlah: 9"'), "[Tambah | Kurangi | Ambil satu | Ambil dua]"),
        ((*COUNT, 'Sari does not see "Jumlah"'), "it is still seen"),
        ((*COUNT, 'Sari sees alert "x"'), 'the last tap was answered with ""'),
        ((*COUNT, 'Sari pays "Tambah"'), "is no button that pays"),
        (('Sari writes "/buy"', 'Sari taps "Pay"'), "pays: write Sari pays"),
        (("Sari sends photo missing.jpg",), "missing.jpg cannot be read beside the story"),
        (("Sari shares contact",), "no button asks for the number"),
        (("Parcel JNE123 is upside_down",), "upside_down"),
        (('Sari replies "a" to "tidak ada"',), "not seen within 0 s"),
    ],
    ids=lambda value: value if isinstance(value, str) else value[-1],
)
async def test_what_does_not_come_true_is_said(
    lines: tuple[str, ...], said: str, stage: Simulator, tmp_path: Path
):
    """The failed step is named by its line, with what was there instead."""
    await run(stage, tmp_path, PEOPLE, GROUP, *COUNT)  # who and what is there
    # Without people of its own the story uses who is there, and the first waits are for the bot.
    first, last = lines[:-1], lines[-1]
    story = parse("\n".join(("Story: Uji", *first, last)).encode(), "uji.story")
    with pytest.raises(StoryFailed) as failed:
        await play(story, stage.url, folder=tmp_path, patience_s=0.5)
    assert failed.value.step.text == last
    assert str(failed.value).startswith(f"uji.story:{len(lines) + 1}: {last}\n")
    assert said in str(failed.value) or said.replace("0 s", "0.5 s") in str(failed.value)


async def test_what_was_there_before_is_not_seen(stage: Simulator, tmp_path: Path):
    """A story does not take an earlier message for its own; `new` makes another person each time."""
    await run(stage, tmp_path, PEOPLE, *COUNT)
    assert "not seen" in await failure(stage, tmp_path, PEOPLE, 'Sari sees "Jumlah"')
    for _ in range(2):
        await run(
            stage, tmp_path, "People: Dewi (new en)", 'Dewi writes "a"', 'Dewi sees "Kamu: a"'
        )
    dewis = [u for u in stage.world.users.values() if u.first_name == "Dewi"]
    assert [dewi.language_code for dewi in dewis] == ["en", "en"]


async def test_pictures_are_taken_where_a_taker_is_given(stage: Simulator, tmp_path: Path):
    """Of the whole page, or of the chat of a person or a group; else the step does nothing."""
    lines = (PEOPLE, GROUP, 'picture "all"', 'picture "one" of Sari', 'picture "desk" of Meja Kopi')
    await run(stage, tmp_path, *lines)
    taken: list[tuple[str, int | None]] = []

    async def take(name: str, chat_id: int | None) -> None:
        taken.append((name, chat_id))

    story = parse("\n".join(("Story: Uji", *lines)).encode(), "uji.story")
    await play(story, stage.url, folder=tmp_path, take_picture=take)
    ids = {chat.title or chat.user.first_name: chat.id for chat in stage.world.chats.values()}
    assert taken == [("all", None), ("one", ids["Sari"]), ("desk", ids["Meja Kopi"])]


async def test_without_a_simulator_the_first_step_fails(tmp_path: Path, unused_tcp_port: int):
    """Nobody listens: that is said, and nothing hangs."""
    story = parse(b'Story: Uji\nSari writes "a"', "uji.story")
    with pytest.raises(StoryFailed, match="does not answer"):
        await play(story, f"http://127.0.0.1:{unused_tcp_port}", folder=tmp_path)


async def test_the_command_prints_each_step(stage: Simulator, tmp_path: Path):
    """`python -m simulator.stories`: 0 and a tick for each step, 1 for a failure, 2 for no story."""
    good, bad, broken = (tmp_path / f"{name}.story" for name in ("good", "bad", "broken"))
    good.write_text('Story: Baik\nPeople: Sari\nSari writes "a"\nSari sees "Kamu: a"\n')
    bad.write_text('Story: Buruk\nSari sees "x"\n')
    broken.write_text("Story: Rusak\nSari dances\n")
    code, out, _ = await _command(good, "--url", stage.url)
    assert code == 0
    assert out.splitlines() == ["Baik", '✓    3  Sari writes "a"', '✓    4  Sari sees "Kamu: a"']
    code, out, err = await _command(bad, "--url", stage.url, "--patience", "0")
    assert (code, "✗" in out) == (1, True)
    assert err.startswith('bad.story:2: Sari sees "x"')
    code, _, err = await _command(broken)
    assert code == 2
    assert err.startswith("broken.story:2: a step")
    code, _, err = await _command(good, "--url", "127.0.0.1:9000")
    assert (code, err) == (2, "127.0.0.1:9000 is no address like http://127.0.0.1:9000\n")
    code, _, err = await _command(tmp_path / "none.story")
    assert code == 2
    assert "No such file" in err


async def _command(*arguments: object) -> tuple[int | None, str, str]:
    command = (sys.executable, "-X", "utf8", "-m", "simulator.stories", *map(str, arguments))
    pipe = asyncio.subprocess.PIPE
    process = await asyncio.create_subprocess_exec(*command, stdout=pipe, stderr=pipe)
    out, err = await process.communicate()
    return process.returncode, out.decode(), err.decode()


async def test_stories_are_listed_played_and_told(stage: Simulator, tmp_path: Path):
    """The list names a broken file; a play is told step by step, and its end."""
    (tmp_path / "good.story").write_text('Story: Baik\nPeople: Sari\nSari writes "a"\n')
    (tmp_path / "bad.story").write_text("nonsense")
    async with aiohttp.ClientSession(stage.url) as http:
        client = Client(stage, http)
        listed = await client.sim_get("/stories")
        assert listed["playing"] is None
        assert [story["name"] for story in listed["stories"]] == ["bad", "good"]
        assert listed["stories"][0]["error"].startswith("bad.story:1: the title is expected")
        assert listed["stories"][1]["steps"] == [{"line": 3, "text": 'Sari writes "a"'}]
        async with http.get("/sim/events") as stream:
            await client.sim_post("/stories/good")
            told = await _told(stream)
    (sari,) = stage.world.users
    step = {"name": "good", "step": 0, "text": 'Sari writes "a"', "chat_id": sari}
    assert told == [
        step | {"ok": None},
        step | {"ok": True},
        {"name": "good", "step": None, "text": "Baik", "ok": True},
    ]


async def test_one_story_is_played_at_a_time_and_can_be_stopped(stage: Simulator, tmp_path: Path):
    """409 while one runs; DELETE stops it; names that are no story are 404, whatever they hold."""
    (tmp_path / "slow.story").write_text('Story: Lambat\nPeople: Sari\nSari writes "a"\n')
    (tmp_path / "bad.story").write_text("nonsense")
    async with aiohttp.ClientSession(stage.url) as http:
        client = Client(stage, http)
        async with http.get("/sim/events") as stream:
            await client.sim_post("/stories/slow", pace_s=60)
            assert "being played" in (await client.sim_post("/stories/slow", 409))["error"]
            assert (await client.sim_get("/stories"))["playing"] == {"name": "slow", "step": 0}
            async with http.delete("/sim/stories/slow") as stopped:
                assert stopped.status == 200
            last = (await _told(stream))[-1]
            assert (last["ok"], last["stopped"]) == (False, True)
        async with http.delete("/sim/stories/slow") as stopped:
            assert stopped.status == 409
        for name in ("none", "..%2Fslow", "%2Fetc%2Fpasswd", "slow.story"):
            async with http.post(f"/sim/stories/{name}") as refused:
                assert refused.status == 404
        assert "title" in (await client.sim_post("/stories/bad", 400))["error"]
        for pace in (-1, 61, "slow", True, None, []):
            assert "pace_s" in (await client.sim_post("/stories/slow", 400, pace_s=pace))["error"]


async def _told(stream: aiohttp.ClientResponse) -> list[dict[str, object]]:
    """The events of a play until its end."""
    told = []
    async with asyncio.timeout(10):
        async for line in stream.content:
            if line.startswith(b"data: "):
                event = json.loads(line[6:])
                if event["kind"] == "story":
                    told.append({k: v for k, v in event.items() if k not in {"seq", "kind"}})
                    if event["step"] is None:
                        break
    return told


async def test_a_simulator_without_stories_has_none(client: Client):
    """The list is empty, and no name is known."""
    assert await client.sim_get("/stories") == {"stories": [], "playing": None}
    assert "no such story" in (await client.sim_post("/stories/a", 404))["error"]


async def test_a_story_ends_with_its_simulator(tmp_path: Path):
    """Given a story that waits, the simulator stops at once and the end is told."""
    (tmp_path / "slow.story").write_text('Story: Lambat\nPeople: Sari\nSari writes "a"\n')
    async with Simulator(stories=tmp_path) as sim, aiohttp.ClientSession(sim.url) as http:
        await Client(sim, http).sim_post("/stories/slow", pace_s=60)
        seq = sim.world.feed.seq
    told = sim.world.feed.after(seq)
    assert told is not None
    assert told[-1].facts == {
        "name": "slow",
        "step": None,
        "text": "Lambat",
        "ok": False,
        "stopped": True,
    }
