"""Decide about orders, and walk their parcels to the courier, where no question is asked."""

from bot.desk import arguments
from bot.desk.acting import Note, act, card
from bot.visit import How, Reply, Visit
from domain.usecases.fulfilling import pack, pick
from domain.usecases.processing import approve_order, release_order
from domain.usecases.tracking import mark_delivered


def approve(visit: Visit) -> Reply:
    """`d.approve:NUM:VER`."""
    number, version = arguments.order_number(visit.incoming.args), _version(visit)
    return act(visit, number, Note("desk.toast.approved"), approve_order, number, version)


def release(visit: Visit) -> Reply:
    """`d.release:NUM:VER`."""
    number, version = arguments.order_number(visit.incoming.args), _version(visit)
    return act(visit, number, Note("desk.toast.released"), release_order, number, version)


def picked(visit: Visit) -> Reply:
    """`d.pick:SHIP:VER`."""
    key, version = arguments.shipment_id(visit.incoming.args), _version(visit)
    done = Note("desk.toast.picking")
    return act(visit, arguments.order_of(key), done, pick, key, version)


def packed(visit: Visit) -> Reply:
    """`d.pack:SHIP:VER`."""
    key, version = arguments.shipment_id(visit.incoming.args), _version(visit)
    done = Note("desk.toast.packed")
    return act(visit, arguments.order_of(key), done, pack, key, version)


def arrived(visit: Visit) -> Reply:
    """`d.arrived:SHIP:VER`: delivered, where the courier says nothing."""
    key, version = arguments.shipment_id(visit.incoming.args), _version(visit)
    done = Note("desk.toast.arrived")
    return act(visit, arguments.order_of(key), done, mark_delivered, key, version)


def show_card(visit: Visit) -> Reply:
    """`d.card:NUM`: the card in place of the tapped message; a picture stays to be looked at."""
    how = How.NEW if visit.incoming.on_photo else How.EDIT
    return Reply((card(visit, arguments.order_number(visit.incoming.args), how),))


def open_card(visit: Visit) -> Reply:
    """`d.open:NUM`: the card as a new message, so that the list above stays."""
    return Reply((card(visit, arguments.order_number(visit.incoming.args), How.NEW),))


def _version(visit: Visit) -> int:
    return arguments.version(visit.incoming.args)
