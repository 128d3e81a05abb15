"""A shop of one's own, loaded from a file: checked as a whole, or refused as a whole."""

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from bot import sample
from bot.cli import app
from domain.policy import ShopPolicy
from storage.open import OpenStore

OWN: dict[str, Any] = {
    "shop": {"name": "Toko Mawar", "city": "Malang"},
    "bank_accounts": [{"bank": "BRI", "number": "998877665544", "holder": "TOKO MAWAR"}],
    "shipping_methods": [
        {"code": "reg", "name": "JNE", "courier": "jne", "fee_base": 1, "fee_per_kg": 1,
         "days_min": 1, "days_max": 2}
    ],
    "categories": [
        {"code": "a", "name": "A", "products": [
            {"code": "p", "name": "P", "variants": [
                {"sku": "P-1", "price": 10, "weight_g": 5, "stock": 3}]}]}
    ],
}  # fmt: skip


def loaded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: str) -> tuple[int, str]:
    file = tmp_path / "shop.json"
    file.write_text(content)
    monkeypatch.chdir(tmp_path)
    result = CliRunner().invoke(app, ["sample", "--file", str(file)])
    return result.exit_code, result.output


def test_a_file_of_ones_own_is_loaded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Given a good file, the command says what is in."""
    code, said = loaded(tmp_path, monkeypatch, json.dumps(OWN))
    assert (code, said.strip()) == (0, "Toko Mawar is in: 1 SKUs.")


@pytest.mark.parametrize(
    ("change", "word"),
    [
        ({"shop": {"name": ""}}, "shop.name"),
        ({"shiping_methods": []}, "shiping_methods"),
        ({"bank_accounts": [{"bank": "X", "number": "abc", "holder": "Y"}]}, "number"),
        ({"categories": [*OWN["categories"], {**OWN["categories"][0], "code": "b"}]}, "P-1"),
    ],
    ids=["no name", "misspelt", "account", "SKU twice"],
)
def test_a_wrong_file_is_refused_as_a_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, change: dict[str, Any], word: str
):
    """Given a mistake anywhere, it is named, and no database is made."""
    code, said = loaded(tmp_path, monkeypatch, json.dumps(OWN | change))
    assert code == 2
    assert word in said
    assert not (tmp_path / "data").exists()


def test_what_is_no_json_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Given a file that is no JSON, the command says so."""
    code, said = loaded(tmp_path, monkeypatch, "{")
    assert code == 2
    assert "cannot be loaded" in said


async def test_loading_keeps_what_the_shop_decided(store: OpenStore):
    """Given a policy changed from the chat, loading a file leaves alone what it does not name."""
    changed = ShopPolicy(return_days=30)
    await store.run(lambda uow: uow.shop.save_policy(changed))
    await store.run(sample.load, sample.ShopFile.model_validate(OWN))
    policy = await store.read(lambda uow: uow.policy)
    assert (policy.return_days, policy.name) == (30, "Toko Mawar")
    assert sample.is_set_up(policy) == ""


def test_the_samples_account_is_told_apart():
    """Given no account, or the sample's, a shop is not ready for real orders."""
    example = sample.read_shop()
    lists = example.model_dump(mode="json", include={"bank_accounts", "shipping_methods"})
    assert "sample" in sample.is_set_up(ShopPolicy.from_json(lists))
    assert sample.is_set_up(ShopPolicy.from_json(lists | {"bank_accounts": []}))
    assert sample.is_set_up(ShopPolicy())
