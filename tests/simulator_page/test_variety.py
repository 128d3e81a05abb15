"""Files, albums, topics, deep links, typing, menus: what else a chat can hold."""

import re
from base64 import b64encode
from pathlib import Path

import pytest
from playwright.async_api import FilePayload, Page, expect

from tests.browser import OpenPage
from tests.simulator.test_video import mp4
from tests.simulator_page.conftest import JAMES, RINA, SARI, Scene, chat, ready

pytestmark = pytest.mark.browser
PROOF = Path(__file__).parents[1] / "data" / "proof.jpg"


async def test_an_own_file_is_sent_as_photo_or_as_document(scene: Scene, page: Page) -> None:
    """The same picture goes out compressed as a photo, or whole as a file."""
    await scene.control("send", chat_id=SARI, from_id=SARI, text="halo")
    await scene.next_update("message")
    sari = chat(page, SARI)
    for entry, kind in (("attach-photo-file", "photo"), ("attach-document-file", "document")):
        await sari.get_by_test_id("attach").click()
        async with page.expect_file_chooser() as chosen:
            await sari.get_by_test_id(entry).click()
        await (await chosen.value).set_files(PROOF)
        await sari.get_by_test_id("dialog-confirm").click()
        assert kind in await scene.next_update("message")
        await expect(sari.get_by_test_id(kind)).to_be_visible()


async def test_an_album_is_one_bubble(scene: Scene, page: Page) -> None:
    """Three pictures of one album stand together, with one caption."""
    picture = {"name": "a.jpg", "base64": b64encode(PROOF.read_bytes()).decode()}
    await scene.control(
        "send", chat_id=SARI, from_id=SARI, album=[picture] * 3, caption="Rusak di sini"
    )
    sari = chat(page, SARI)
    await expect(sari.get_by_test_id("album").get_by_test_id("photo")).to_have_count(3)
    await expect(sari.get_by_test_id("message")).to_have_count(1)
    await expect(sari.get_by_test_id("message-text")).to_have_text("Rusak di sini")


async def test_a_video_plays_where_it_stands(scene: Scene, page: Page) -> None:
    """One picked from the device goes out as a video, and its bubble holds a player for it."""
    await scene.control("send", chat_id=SARI, from_id=SARI, text="halo")
    await scene.next_update("message")
    sari = chat(page, SARI)
    await sari.get_by_test_id("attach").click()
    async with page.expect_file_chooser() as chosen:
        await sari.get_by_test_id("attach-photo-file").click()
    clip: FilePayload = {
        "name": "seduh.mp4",
        "mimeType": "video/mp4",
        "buffer": mp4(seconds=7),
    }
    await (await chosen.value).set_files(clip)
    await sari.get_by_test_id("caption").fill("Cara seduh")
    await sari.get_by_test_id("dialog-confirm").click()
    update = await scene.next_update("message")
    assert (update["video"]["duration"], update["caption"]) == (7, "Cara seduh")
    player = sari.get_by_test_id("video")
    await expect(player).to_have_attribute("controls", "")
    await expect(player).to_have_attribute("preload", "metadata")
    await expect(sari.get_by_text("0:07")).to_be_visible()
    path = await player.get_attribute("src")
    async with scene.http.get(f"{scene.sim.url}{path}") as response:
        assert response.headers["content-type"] == "video/mp4"


async def test_topics_are_tabs(scene: Scene, page: Page) -> None:
    """A tab shows its topic's messages only, and what is written there belongs to it."""
    made = await scene.control(
        "chats", type="supergroup", title="Forum", is_forum=True, members=[RINA], topics=["Retur"]
    )
    forum = chat(page, made["id"])
    await scene.bot("sendMessage", chat_id=made["id"], text="untuk semua")
    await expect(forum.get_by_test_id("message-text")).to_have_text("untuk semua")
    await forum.get_by_role("tab", name="Retur").click()
    await expect(forum.get_by_test_id("message-text")).to_have_count(0)
    await forum.get_by_test_id("composer").fill("cek retur")
    await forum.get_by_test_id("send").click()
    await expect(forum.get_by_test_id("message-text")).to_have_text("cek retur")
    while "text" not in (update := await scene.next_update("message")):
        pass
    assert update["message_thread_id"] == next(iter(scene.sim.world.chats[made["id"]].topics))


async def test_a_deep_link_to_the_bot_starts_it(scene: Scene, page: Page) -> None:
    """t.me/BOT?start=... is followed inside; any other address is asked about first."""
    me = await scene.bot("getMe")
    rows = [
        [{"text": "Lihat produk", "url": f"https://t.me/{me['username']}?start=p_gayo"}],
        [{"text": "Situs", "url": "https://example.com/"}],
    ]
    keyboard = {"inline_keyboard": rows}
    await scene.bot("sendMessage", chat_id=SARI, text="Produk baru", reply_markup=keyboard)
    sari = chat(page, SARI)
    await sari.get_by_role("button", name="Lihat produk").click()
    assert (await scene.next_update("message"))["text"] == "/start p_gayo"
    await sari.get_by_role("button", name="Situs").click()
    await expect(sari.get_by_test_id("link-dialog")).to_contain_text("https://example.com/")
    await sari.get_by_test_id("dialog-cancel").click()
    await expect(sari.get_by_test_id("link-dialog")).to_have_count(0)


async def test_the_command_menu_and_its_hints(scene: Scene, page: Page) -> None:
    """The menu lists the bot's commands; typing a slash offers those that fit."""
    commands = [
        {"command": "pesanan", "description": "Pesanan saya"},
        {"command": "lacak", "description": "Lacak kiriman"},
    ]
    await scene.bot("setMyCommands", commands=commands)
    await scene.bot("sendMessage", chat_id=SARI, text="Halo")
    sari = chat(page, SARI)
    await sari.get_by_test_id("commands").click()
    await sari.get_by_test_id("command").filter(has_text="Lacak kiriman").click()
    assert (await scene.next_update("message"))["text"] == "/lacak"
    await sari.get_by_test_id("composer").press_sequentially("/pe")
    await expect(sari.get_by_test_id("command-hint")).to_have_count(1)
    await sari.get_by_test_id("command-hint").click()
    assert (await scene.next_update("message"))["text"] == "/pesanan"


async def test_typing_is_shown_until_the_message_comes(scene: Scene, page: Page) -> None:
    """The subtitle tells that the bot types; its message ends that."""
    sari = chat(page, SARI)
    await scene.bot("sendChatAction", chat_id=SARI, action="typing")
    await expect(sari.get_by_test_id("typing")).to_be_visible()
    await scene.bot("sendMessage", chat_id=SARI, text="Sebentar ya")
    await expect(sari.get_by_test_id("typing")).to_have_count(0)
    await expect(sari.get_by_test_id("subtitle")).to_have_text("bot")


async def test_a_deleted_message_goes_and_a_pinned_one_stays_on_top(
    scene: Scene, page: Page
) -> None:
    """deleteMessage takes the bubble away; pinChatMessage puts a bar under the head."""
    gone = await scene.bot("sendMessage", chat_id=scene.group, text="salah kirim")
    kept = await scene.bot("sendMessage", chat_id=scene.group, text="Jam buka 08-20")
    group = chat(page, scene.group)
    await expect(group.get_by_test_id("message")).to_have_count(2)
    await scene.bot("deleteMessage", chat_id=scene.group, message_id=gone["message_id"])
    await scene.bot("pinChatMessage", chat_id=scene.group, message_id=kept["message_id"])
    await expect(group.get_by_test_id("message")).to_have_count(1)
    await expect(group.get_by_test_id("pinned")).to_contain_text("Jam buka 08-20")


async def test_an_update_can_be_delivered_twice_from_the_drawer(scene: Scene, page: Page) -> None:
    """The details of an update offer to send it again, as after a lost acknowledgement."""
    await page.get_by_test_id("drawer-toggle").click()
    await scene.control("send", chat_id=SARI, from_id=SARI, text="sekali saja")
    first = await scene.next_update("message")
    await scene.bot("getUpdates", offset=scene.offset)
    row = page.get_by_test_id("journal-row").filter(has_text=f"#{scene.offset - 1}")
    await row.click()
    await expect(row).to_contain_text("sekali saja")
    await row.get_by_test_id("redeliver").click()
    scene.offset -= 1
    assert await scene.next_update("message") == first


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_the_keyboard_alone_is_enough(scene: Scene, open_page: OpenPage, scheme: str) -> None:
    """Start, write, walk up to a bubble, open its menu and reply without a pointer."""
    page = await ready(await open_page(scene.sim.url, locale="en-GB", scheme=scheme))
    await expect(page.locator("html")).to_have_attribute("data-theme", scheme)
    james = chat(page, JAMES)
    await james.get_by_role("button", name=re.compile("start", re.IGNORECASE)).focus()
    await page.keyboard.press("Enter")
    await expect(james.get_by_test_id("message-text")).to_have_text("/start")
    await james.get_by_role("log").focus()
    await page.keyboard.press("ArrowUp")
    await page.keyboard.press("Enter")
    await expect(james.get_by_role("menuitem", name="Reply")).to_be_focused()
    await page.keyboard.press("Enter")
    await expect(james.get_by_test_id("composer")).to_be_focused()
    await page.keyboard.type("two bags, please")
    await page.keyboard.press("Enter")
    await expect(james.get_by_test_id("reply-quote")).to_contain_text("/start")


async def test_an_own_message_can_be_edited(scene: Scene, page: Page) -> None:
    """The bot gets the edited message; the bubble shows the new text and that it was edited."""
    await scene.control("send", chat_id=SARI, from_id=SARI, text="dua bungkus")
    sari = chat(page, SARI)
    await sari.get_by_test_id("bubble").click()
    await sari.get_by_test_id("menu-edit").click()
    await expect(sari.get_by_test_id("composer")).to_have_value("dua bungkus")
    await sari.get_by_test_id("composer").fill("tiga bungkus")
    await sari.get_by_test_id("send").click()
    assert (await scene.next_update("edited_message"))["text"] == "tiga bungkus"
    await expect(sari.get_by_test_id("message-text")).to_have_text("tiga bungkus")
    await expect(sari.get_by_test_id("edited")).to_be_visible()


async def test_several_pictures_go_out_as_an_album(scene: Scene, page: Page) -> None:
    """Two files picked at once are one album."""
    await scene.control("send", chat_id=SARI, from_id=SARI, text="halo")
    sari = chat(page, SARI)
    await sari.get_by_test_id("attach").click()
    async with page.expect_file_chooser() as chosen:
        await sari.get_by_test_id("attach-photo-file").click()
    await (await chosen.value).set_files([PROOF, PROOF])
    await sari.get_by_test_id("dialog-confirm").click()
    await expect(sari.get_by_test_id("album").get_by_test_id("photo")).to_have_count(2)
