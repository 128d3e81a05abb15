"""The courier stand-in: bodies as documented, and parcels that travel by the clock."""

from __future__ import annotations

import asyncio

import pytest

from tests.simulator.conftest import Client
from tests.simulator.schema import Value

KEY = {"authorization": "biteship_test.x"}


async def track(client: Client, waybill: str, courier: str = "jne", status: int = 200) -> Value:
    """A tracking request."""
    url = f"/courier/v1/trackings/{waybill}/couriers/{courier}"
    async with client.http.get(url, headers=KEY) as answer:
        assert answer.status == status
        return await answer.json()


async def test_a_tracking_body_has_every_documented_field(client: Client):
    """Source: biteship.com/en/docs/api/trackings/retrieve_public, "messsage" included."""
    body = await track(client, "JNE0001234567")
    assert body["success"] is True
    assert body["messsage"] == "Successfully get tracking info"
    assert body["waybill_id"] == "JNE0001234567"
    assert body["courier"]["company"] == "jne"
    assert (body["status"], body["history"][0]["status"]) == ("dropping_off", "dropping_off")
    assert body["history"][0]["updated_at"].endswith("+07:00")


async def test_a_parcel_travels_with_the_clock(client: Client):
    """Notes at 4, 20 and 27 hours, delivered at 30; times are those of the journey."""
    await track(client, "JNE0001234567")
    counts = []
    for hours in (3, 2, 16, 7, 3):
        await client.sim_post("/clock", advance_s=hours * 3600)
        counts.append(len((await track(client, "JNE0001234567"))["history"]))
    assert counts == [1, 2, 3, 4, 5]
    body = await track(client, "JNE0001234567")
    assert body["status"] == "delivered"
    times = [line["updated_at"] for line in body["history"]]
    assert times == sorted(times)


async def test_a_request_without_a_key_is_refused(client: Client):
    """401 with success false."""
    async with client.http.get("/courier/v1/trackings/JNE0001/couriers/jne") as answer:
        assert answer.status == 401
        assert (await answer.json())["success"] is False


@pytest.mark.parametrize(("waybill", "courier"), [("x", "jne"), ("JNE0001", "pigeon")])
async def test_unknown_parcels_and_couriers(client: Client, waybill: str, courier: str):
    """400 with an error code of the provider's kind."""
    body = await track(client, waybill, courier, 400)
    assert body["success"] is False
    assert isinstance(body["code"], int)


async def test_without_registration_by_itself_only_made_parcels_are_known(client: Client):
    """auto_register off; control makes one."""
    client.world.parcels.auto_register = False
    await track(client, "JNE0001", status=400)
    await client.sim_post("/parcels", waybill="JNE0001", courier="jne")
    assert (await track(client, "JNE0001"))["status"] == "dropping_off"
    await track(client, "JNE0001", "sicepat", 400)
    await client.sim_post("/parcels", 409, waybill="JNE0001")


async def test_a_parcel_moved_by_hand_stays_where_it_was_put(client: Client):
    """Returned is returned, whatever the clock says."""
    await track(client, "JNE0001")
    await client.sim_post("/parcels/JNE0001", status="on_hold", note="Alamat tidak ditemukan")
    await client.sim_post("/clock", advance_s=100 * 3600)
    body = await track(client, "JNE0001")
    assert body["status"] == "on_hold"
    assert body["history"][-1]["note"] == "Alamat tidak ditemukan"
    await client.sim_post("/parcels/JNE0001", 400, status="teleported")
    await client.sim_post("/parcels/NONE", 404, status="delivered")
    assert [p["waybill"] for p in (await client.sim_get("/parcels"))["parcels"]] == ["JNE0001"]


async def test_a_courier_can_misbehave(client: Client):
    """500, garbage, and no answer at all."""
    await track(client, "JNE0001")
    url = "/courier/v1/trackings/JNE0001/couriers/jne"
    await client.sim_post("/parcels/JNE0001", misbehave="500")
    await track(client, "JNE0001", status=500)
    await client.sim_post("/parcels/JNE0001", misbehave="garbage")
    async with client.http.get(url, headers=KEY) as answer:
        assert answer.content_type == "text/html"
    await client.sim_post("/parcels/JNE0001", misbehave="timeout")
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.1):
            await client.http.get(url, headers=KEY)
    await client.sim_post("/parcels/JNE0001", misbehave=None)
    await track(client, "JNE0001")


async def test_rates_depend_on_weight_and_distance_only(client: Client):
    """The same question gets the same price; more weight and distance cost more."""

    async def ask(destination: int, weight: int) -> list[dict]:
        body = {
            "origin_postal_code": 40382,
            "destination_postal_code": destination,
            "couriers": "jne,sicepat,none",
            "items": [{"name": "Kopi", "value": 75000, "quantity": 2, "weight": weight}],
        }
        async with client.http.post("/courier/v1/rates/couriers", json=body, headers=KEY) as got:
            return list((await got.json())["pricing"])

    near, far, heavy = await ask(40100, 250), await ask(10110, 250), await ask(40100, 2000)
    assert near == await ask(40100, 250)
    assert {p["courier_code"] for p in near} == {"jne", "sicepat"}
    assert near[0]["price"] < far[0]["price"]
    assert near[0]["price"] * 4 == heavy[0]["price"]
    headers = KEY
    async with client.http.post("/courier/v1/rates/couriers", data="x", headers=headers) as got:
        assert got.status == 400
