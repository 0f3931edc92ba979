"""/orders/{id}/shipments and /batch-shipments: parcels on their way."""

from typing import Any

from flask import Response

from zoho_app.actors import API
from zoho_app.api import batches, envelope
from zoho_app.api.body import read_object
from zoho_app.api.door import ID, NotFound, blueprint
from zoho_app.api.orders import order_of_store
from zoho_app.extensions import db
from zoho_app.http.access import API_KEY, access
from zoho_app.orders import shipments
from zoho_app.orders.input.order_data import Values
from zoho_app.orders.models import Shipment
from zoho_app.orders.representation import shipment_json

bp = blueprint("shipments")
MANY = f"/orders/<{ID}:order_id>/shipments"
ONE = f"{MANY}/<{ID}:shipment_id>"


def _shipment(order_id: int, shipment_id: int) -> Shipment:
    order = order_of_store(order_id)
    shipment = shipments.get(order.store_id, order_id, shipment_id)
    if shipment is None:
        raise NotFound(f"Shipment {shipment_id} was not found on order {order_id}.")
    return shipment


@bp.get(MANY)
@access(API_KEY)
def index(order_id: int) -> Response:
    """All shipments of the order."""
    shown = [shipment_json(shipment) for shipment in order_of_store(order_id).shipments]
    return envelope.success(total_records=len(shown), shipments=shown)


@bp.get(ONE)
@access(API_KEY)
def show(order_id: int, shipment_id: int) -> Response:
    """One shipment."""
    return envelope.success(shipment=shipment_json(_shipment(order_id, shipment_id)))


@bp.post(MANY)
@access(API_KEY)
def create(order_id: int) -> Response:
    """Add a shipment; 409 when the order has it already."""
    clean = shipments.read(read_object())
    shipment = shipments.add_read(order_of_store(order_id), clean, API)
    db.session.commit()
    return envelope.success("Shipment Added", 201, shipment=shipment_json(shipment))


@bp.put(ONE)
@access(API_KEY)
def replace(order_id: int, shipment_id: int) -> Response:
    """Replace all fields of a shipment: those left out become blank."""
    body = read_object()
    shipment = _shipment(order_id, shipment_id)
    shipments.update(shipment, body, API)
    db.session.commit()
    return envelope.success("Shipment Updated", shipment=shipment_json(shipment))


@bp.delete(ONE)
@access(API_KEY)
def delete(order_id: int, shipment_id: int) -> Response:
    """Take a shipment off its order."""
    shipments.delete(_shipment(order_id, shipment_id), API)
    db.session.commit()
    return envelope.success(f"Shipment {shipment_id} Deleted")


@bp.post("/batch-shipments")
@access(API_KEY)
def create_many() -> Response:
    """Add many shipments, each naming its `order_id`; each has its own result, in the same order."""
    rows = batches.read_rows("shipments", "shipments")
    clean = [batches.read_row(row, "order_id", "order", shipments.read) for row in rows]
    refusals = (shipments.DuplicateShipment,)
    results = batches.results(clean, "order_id", _add_one, "Shipment Added", "Shipment Not Added", refusals)
    db.session.commit()
    return envelope.success(f"{batches.count_done(results)} Shipments Added", results=results)


def _add_one(order_id: int, clean: Values) -> dict[str, Any]:
    shipment = shipments.add_read(order_of_store(order_id), clean, API)
    return {"shipment_id": str(shipment.id)}
