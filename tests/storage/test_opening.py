"""A store opens on the right schema only, and says what to do otherwise."""

import asyncio
import os
import subprocess
import sys
from pathlib import Path

import pytest

from storage.errors import DatabaseInUse, SchemaBehind, UnknownDatabase
from storage.migrate import downgrade, head, upgrade
from storage.open import HEAD, open_store
from tests.storage.rows import outside


async def test_no_database_names_the_command(tmp_path: Path) -> None:
    """A first start without tables says how to make them, and makes no file."""
    with pytest.raises(SchemaBehind, match="pesan migrate"):
        await open_store(f"sqlite:///{tmp_path}/new.db")
    assert os.listdir(tmp_path) == []  # noqa: PTH208


async def test_missing_tables_name_the_command(database_url: str) -> None:
    """So does a database whose tables are not there."""
    await asyncio.to_thread(downgrade, database_url)
    with pytest.raises(SchemaBehind, match="pesan migrate"):
        await open_store(database_url)


async def test_an_older_schema_names_both_revisions(sqlite_url: str) -> None:
    """A schema that is behind is refused as well."""
    await outside(sqlite_url, "UPDATE alembic_version SET version_num = '0000'")
    with pytest.raises(SchemaBehind, match=f"0000, {HEAD} is needed"):
        await open_store(sqlite_url)


def test_the_constant_is_the_newest_revision() -> None:
    """The quick check at the start compares with what the scripts lead to."""
    assert head() == HEAD


@pytest.mark.parametrize("url", ["mysql://x/y", "sqlite://", "sqlite:///:memory:", "shop.db", ""])
async def test_other_databases_are_refused(url: str) -> None:
    """A database in memory would keep none of the promises."""
    with pytest.raises(UnknownDatabase):
        await open_store(url)


def test_a_wrong_url_does_not_tell_the_password() -> None:
    """Errors end up in logs."""
    with pytest.raises(UnknownDatabase) as caught:
        upgrade("mysql://shop:geheim@db/x")
    assert "geheim" not in str(caught.value)


def test_opening_does_not_import_alembic() -> None:
    """It would make every start slower."""
    code = "import sys, storage.open; sys.exit('alembic' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


async def test_migrating_under_a_running_store_is_refused(sqlite_url: str) -> None:
    """The one writer would not know its tables any more."""
    store = await open_store(sqlite_url)
    with pytest.raises(DatabaseInUse):
        upgrade(sqlite_url)
    await store.close()


def test_migrating_works_from_any_folder(tmp_path: Path) -> None:
    """The scripts are found beside the code, and folders on the way are made."""
    code = "import sys; from storage.migrate import upgrade; print(upgrade(sys.argv[1]))"
    url = f"sqlite:///{tmp_path}/deep/shop.db"
    done = subprocess.run(
        [sys.executable, "-c", code, url], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == HEAD
