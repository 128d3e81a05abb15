"""The whole story over real HTTP, on both engines."""

from tests.journey.shop import open_shop


async def test_start(database_url: str):
    """Given a newcomer, /start greets and offers the catalogue."""
    async with open_shop(database_url) as shop:
        sari = await shop.customer()
        await sari.say("/start")
        print(await sari.see("Katalog"))
