"""Who is in a group and what they may: ranks, coming and going, the bot thrown out, accounts closed."""

import pytest
from playwright.async_api import Page, expect

from tests.simulator_page.conftest import AGUS, BUDI, JAMES, RINA, SARI, Scene, chat

pytestmark = pytest.mark.browser


async def open_people(page: Page, scene: Scene) -> None:
    """The dialog of the group's members."""
    await chat(page, scene.group).get_by_test_id("chat-menu").click()
    await page.get_by_test_id("menu-people").click()


def person(page: Page, user_id: int) -> str:
    """Where a member stands in the dialog."""
    return f"[data-testid=person][data-user-id='{user_id}']"


async def test_a_restricted_member_cannot_write(scene: Scene, page: Page) -> None:
    """Agus is restricted in the dialog: his composer gives way to the reason, until he is freed."""
    group = chat(page, scene.group)
    await open_people(page, scene)
    rank = page.locator(person(page, AGUS)).get_by_test_id("person-rank")
    await rank.select_option("restricted")
    await expect(rank).to_have_value("restricted")
    await page.keyboard.press("Escape")
    await group.get_by_test_id("speaker").select_option(str(AGUS))
    await expect(group.get_by_test_id("composer-notice")).to_contain_text("Agus Hidayat dibatasi")
    await expect(group.get_by_test_id("composer")).to_be_hidden()
    await group.get_by_test_id("speaker").select_option(str(RINA))
    await expect(group.get_by_test_id("composer")).to_be_visible()
    await scene.control("restrict", chat_id=scene.group, user_id=AGUS, permissions=None)
    await group.get_by_test_id("speaker").select_option(str(AGUS))
    await expect(group.get_by_test_id("composer")).to_be_visible()


async def test_names_are_whole_in_a_narrow_column(scene: Scene, page: Page) -> None:
    """A staff group beside three customers leaves little width: no name is cut off in the dialog."""
    await open_people(page, scene)
    names = page.locator(".person-name")
    await expect(names).to_have_count(3)
    assert await names.evaluate_all("all => all.filter((n) => n.scrollWidth > n.clientWidth)") == []


async def test_members_come_rise_and_go(scene: Scene, page: Page) -> None:
    """Budi is added, made an admin and removed; the chat and the server follow."""
    await open_people(page, scene)
    await page.get_by_test_id("person-new").select_option(str(BUDI))
    await page.get_by_test_id("person-add").click()
    budi = page.locator(person(page, BUDI))
    await budi.get_by_test_id("person-rank").select_option("administrator")
    await expect(budi.get_by_test_id("person-rank")).to_have_value("administrator")
    member = await scene.bot("getChatMember", chat_id=scene.group, user_id=BUDI)
    assert member["status"] == "administrator"
    await budi.get_by_test_id("person-remove").click()
    await expect(budi).to_have_count(0)
    lines = chat(page, scene.group).get_by_test_id("service-message")
    await expect(lines.last).to_have_text("Budi keluar")


async def test_a_bot_that_was_thrown_out_is_let_in_again(scene: Scene, page: Page) -> None:
    """The group says that the bot is gone, and offers to invite it."""
    group = chat(page, scene.group)
    await open_people(page, scene)
    await page.get_by_test_id("bot-rank").select_option("kicked")
    await page.keyboard.press("Escape")
    await expect(group.get_by_test_id("bot-standing")).to_contain_text("dikeluarkan")
    change = await scene.next_update("my_chat_member")
    assert change["new_chat_member"]["status"] == "kicked"
    await group.get_by_test_id("bot-standing-action").click()
    await expect(group.get_by_test_id("bot-standing")).to_be_hidden()
    change = await scene.next_update("my_chat_member")
    assert change["new_chat_member"]["status"] == "member"


async def test_a_closed_account_says_so(scene: Scene, page: Page) -> None:
    """Who deleted their account cannot write, and the bot is told that the user is deactivated."""
    await scene.control("send", chat_id=SARI, from_id=SARI, text="halo")
    sari = chat(page, SARI)
    await sari.get_by_test_id("chat-menu").click()
    await sari.get_by_test_id("menu-deactivate").click()
    await expect(sari.get_by_test_id("composer-notice")).to_contain_text("sudah dihapus")
    url = f"{scene.sim.url}/bot{scene.sim.world.token}/sendMessage"
    async with scene.http.post(url, json={"chat_id": SARI, "text": "halo"}) as response:
        assert (await response.json())["description"] == "Forbidden: user is deactivated"
    await sari.get_by_test_id("composer-notice-action").click()
    await expect(sari.get_by_test_id("composer")).to_be_visible()


async def test_a_forum_is_made_with_its_topics_and_gets_another(scene: Scene, page: Page) -> None:
    """A group with topics from the page; one more topic from its menu; a closed one is locked."""
    await page.get_by_test_id("new-group").click()
    await page.get_by_test_id("new-group-title").fill("Gudang")
    await page.get_by_test_id("new-group-kind").select_option("forum")
    await page.get_by_test_id("new-group-topics").fill("Masuk, Keluar")
    await page.get_by_test_id("new-group-member").first.check()
    await page.get_by_test_id("dialog-confirm").click()
    forum = page.get_by_role("region", name="Gudang")
    await expect(forum.get_by_test_id("topic")).to_have_text(["Semua", "Umum", "Masuk", "Keluar"])
    await forum.get_by_test_id("chat-menu").click()
    await page.get_by_test_id("menu-topic").click()
    await page.get_by_test_id("topic-dialog-text").fill("Opname")
    await page.get_by_test_id("dialog-confirm").click()
    await expect(forum.get_by_test_id("topic").last).to_have_text("Opname")
    room = next(chat for chat in scene.sim.world.chats.values() if chat.title == "Gudang")
    assert [topic.name for topic in room.topics.values()] == ["Masuk", "Keluar", "Opname"]
    await scene.bot("closeForumTopic", chat_id=room.id, message_thread_id=max(room.topics))
    await expect(forum.get_by_test_id("topic").last.locator("svg")).to_be_visible()


async def test_the_general_topic_is_renamed_and_hidden(scene: Scene, page: Page) -> None:
    """Its tab has its name and goes; who had it open sees all topics again."""
    made = await scene.control("chats", title="Toko", members=[SARI], is_forum=True)
    forum = chat(page, made["id"])
    await scene.bot("editGeneralForumTopic", chat_id=made["id"], name="Obrolan")
    general = forum.get_by_test_id("topic").filter(has_text="Obrolan")
    await general.click()
    await scene.bot("hideGeneralForumTopic", chat_id=made["id"])
    await expect(forum.get_by_test_id("topic")).to_have_text(["Semua"])
    await expect(forum.get_by_test_id("topic").first).to_have_attribute("aria-selected", "true")
    await expect(forum.get_by_test_id("service-message").last).to_contain_text("menyembunyikan")


async def test_a_link_to_the_bot_is_opened_from_the_menu(scene: Scene, page: Page) -> None:
    """A whole t.me address pasted into the dialog starts the bot with its parameter."""
    me = await scene.bot("getMe")
    james = chat(page, JAMES)
    await james.get_by_test_id("chat-menu").click()
    await james.get_by_test_id("menu-deeplink").click()
    address = f"https://t.me/{me['username']}?start=promo_11"
    await james.get_by_test_id("deeplink-dialog-text").fill(address)
    await james.get_by_test_id("dialog-confirm").click()
    assert (await scene.next_update("message"))["text"] == "/start promo_11"


async def test_the_list_of_chats_counts_the_unread_and_opens_a_chat(
    scene: Scene, page: Page
) -> None:
    """A chat put away collects its unread in the list at the left; a click brings it back."""
    await page.get_by_test_id("chat-picker").click()
    await page.locator(f"[data-testid=pick-chat][data-chat-id='{BUDI}']").click()
    await expect(chat(page, BUDI)).to_have_count(0)
    await scene.bot("sendMessage", chat_id=BUDI, text="Pesanan kakak siap")
    await scene.bot("sendMessage", chat_id=BUDI, text="Mau dikirim kapan?")
    row = page.locator(f"[data-testid=list-chat][data-chat-id='{BUDI}']")
    await expect(row.get_by_test_id("list-unread")).to_have_text("2")
    await expect(row).to_have_accessible_name("Budi Santoso, 2 belum dibaca, Mau dikirim kapan?")
    await row.click()
    await expect(chat(page, BUDI).get_by_test_id("message-text")).to_have_count(2)
    await expect(row.get_by_test_id("list-unread")).to_have_count(0)
