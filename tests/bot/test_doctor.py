"""What the doctor finds, also beside a shop that is running."""

from bot import main
from bot.settings import Settings
from tests.bot.at_work import at_work
from tests.drill.town import open_town


async def test_a_running_shop_is_well(database_url: str):
    """It reads beside the program that holds the file, and sees the group from there."""
    async with open_town(database_url) as town, at_work(town):
        found = await main.examine(Settings.model_validate(town.settings()))
    seen = {diagnosis.what: diagnosis.well for diagnosis in found}
    assert seen["database"], found
    assert not any("none yet" in diagnosis.found for diagnosis in found), found
