"""One attempt at a shop: the shop as plain values, and how the attempt ends by what went wrong."""

from collections.abc import Callable
from datetime import datetime, timedelta

from zoho_app.accounts.models import Store
from zoho_app.appointments import backoff
from zoho_app.appointments.task import Task
from zoho_app.channels.shops.kinds import Access
from zoho_app.channels.shops.models import CONNECTED, LOST, NEW, Shop
from zoho_app.channels.shops.problems import PersonNeeded, ShopDown, ShopProblem, TryLater
from zoho_app.clock import now
from zoho_app.extensions import db

# After two hours of trouble a shop is looked at so often until it answers; it is never given up.
LOOK_EVERY = timedelta(minutes=10)
WAITS, DOWN = "shop asks to wait", "shop down"


def receiver(shop_id: int) -> str:
    """Whose breaker counts how calls to the shop go."""
    return f"shop:{shop_id}"


def is_open(shop: Shop | None) -> bool:
    """Whether the shop is looked at: connected and not paused; one that was lost is, too, when a person asks."""
    return shop is not None and shop.state in (CONNECTED, LOST) and shop.paused_at is None


def access_to(shop: Shop, priority: int = 0) -> Access:
    """The shop as plain values."""
    return Access(
        shop_id=shop.id,
        store_id=shop.store_id,
        kind=shop.kind,
        name=shop.name,
        address=shop.address,
        is_sandbox=shop.is_sandbox,
        currency_code=db.session.get_one(Store, shop.store_id).currency_code,
        facts=dict(shop.facts),
        options=dict(shop.options),
        credentials=dict(shop.credentials or {}),
        priority=priority,
        notify_customer=shop.notify_customer,
    )


def attempt(task: Task, do: Callable[[Access], None], shop_id: int | None = None) -> None:
    """Do one attempt of an appointment about a shop, and end it by what went wrong.

    The shop is the appointment's subject, unless `shop_id` names it.
    `do` ends it itself when all went well. A shop that does not answer is tried again until it does; what only a
    person can help fails, and the shop counts as lost until somebody sees to it.
    """
    with task.step():
        shop = db.session.get(Shop, shop_id or task.subject_id)
        access = access_to(shop, task.priority) if shop is not None and is_open(shop) else None
    if access is None:
        with task.done("The shop is paused, disconnected or removed."):
            return
    try:
        do(access)
    except TryLater as problem:
        task.waited(is_try=False)
        with task.retry(problem.until, WAITS, str(problem), is_try=False):
            pass
    except PersonNeeded as problem:
        with task.failed(problem.cause, str(problem), [access.name]):
            note_problem(access.shop_id, problem, LOST)
            task.receiver_answered()
    except ShopProblem as problem:
        _try_again(task, access, problem)


def _try_again(task: Task, access: Access, problem: ShopProblem) -> None:
    due_at = _next(task)
    with task.retry(due_at, DOWN, str(problem)):
        note_problem(access.shop_id, problem)
        if isinstance(problem, ShopDown):
            task.receiver_failed(f"{access.name}: {problem}")


def _next(task: Task) -> datetime:
    return backoff.next_try(*task.trouble()) or now() + LOOK_EVERY


def note_problem(shop_id: int, problem: Exception, state: str = "") -> None:
    """Keep why the last look has failed, for the page."""
    shop = db.session.get(Shop, shop_id)
    if shop is not None:
        shop.problem, shop.problem_at = str(problem), now()
        shop.state = state if state and shop.state not in (NEW, "disconnected") else shop.state


def clear_problem(shop: Shop) -> None:
    """The shop has answered as it should."""
    shop.problem, shop.problem_at = "", None
    if shop.state == LOST:
        shop.state = CONNECTED
