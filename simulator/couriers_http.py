"""The courier stand-in over HTTP, in the bodies of Biteship's documentation."""

from __future__ import annotations

import json

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from simulator.courier import COURIERS
from simulator.endpoints import world_of
from simulator.errors import Json
from simulator.troubles import spoilt

SERVICES = (
    ("reg", "Regular", "standard", 2, 3, 9_000),
    ("yes", "Express", "overnight", 1, 1, 18_000),
)


def _refused(status: int, error: str, code: int) -> JSONResponse:
    return JSONResponse({"success": False, "error": error, "code": code}, status)


async def tracking(request: Request) -> Response:
    """GET /v1/trackings/WAYBILL/couriers/CODE."""
    if not request.headers.get("authorization"):
        return _refused(401, "Authorization failed. Please check your API key", 40101001)
    world = world_of(request)
    waybill, courier = request.path_params["waybill"], request.path_params["courier"]
    if courier.lower() not in COURIERS:
        return _refused(400, f"Courier {courier} is not supported", 40003001)
    parcel = world.parcels.find(waybill, courier)
    if parcel is None:
        return _refused(400, f"Waybill {waybill} is not found", 40003002)
    if parcel.misbehave == "500":
        return _refused(500, "Internal server error", 50000001)
    bad = await spoilt(world, request, parcel.misbehave)
    return bad or JSONResponse(parcel.tracking())


async def rates(request: Request) -> Response:
    """POST /v1/rates/couriers: prices by weight and by how far the postal codes are apart."""
    if not request.headers.get("authorization"):
        return _refused(401, "Authorization failed. Please check your API key", 40101001)
    try:
        body: Json = json.loads(await request.body())
        weight = sum(int(i["weight"]) * int(i["quantity"]) for i in body["items"])
        wanted = [code for code in str(body["couriers"]).split(",") if code in COURIERS]
        origin = str(body["origin_postal_code"])
        destination = str(body["destination_postal_code"])
    except (ValueError, KeyError, TypeError):
        return _refused(
            400, "Invalid request: postal codes, couriers and items are needed", 40001001
        )
    if not wanted or weight <= 0:
        return _refused(400, "No courier available for the requested location", 40001010)
    zone = 0 if origin[:2] == destination[:2] else 1 if origin[:1] == destination[:1] else 2
    kilograms = max(1, -(-weight // 1000))
    pricing = [_price(code, service, zone, kilograms) for code in wanted for service in SERVICES]
    return JSONResponse(
        {
            "success": True,
            "object": "courier_pricing",
            "message": "Success to retrieve courier pricing",
            "code": 20001003,
            "origin": {"postal_code": body["origin_postal_code"], "country_code": "ID"},
            "destination": {"postal_code": body["destination_postal_code"], "country_code": "ID"},
            "pricing": pricing,
        }
    )


def _price(
    code: str, service: tuple[str, str, str, int, int, int], zone: int, kilograms: int
) -> Json:
    kind, name, service_type, soonest, latest, base = service
    fee = (base + 5_000 * zone + 500 * sorted(COURIERS).index(code)) * kilograms
    soonest, latest = soonest + zone, latest + zone
    days = str(soonest) if soonest == latest else f"{soonest} - {latest}"
    return {
        "company": code,
        "courier_name": COURIERS[code],
        "courier_code": code,
        "courier_service_name": name,
        "courier_service_code": kind,
        "service_type": service_type,
        "shipping_type": "parcel",
        "duration": f"{days} Days",
        "shipment_duration_range": days,
        "shipment_duration_unit": "days",
        "available_collection_method": ["pickup", "drop_off"],
        "available_for_cash_on_delivery": True,
        "available_for_insurance": True,
        "shipping_fee": fee,
        "insurance_fee": 0,
        "cash_on_delivery_fee": 0,
        "price": fee,
        "tax_lines": [],
        "type": kind,
    }


ROUTES = [
    Route("/v1/trackings/{waybill}/couriers/{courier}", tracking),
    Route("/v1/rates/couriers", rates, methods=["POST"]),
]
