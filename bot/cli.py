"""The `pesan` command. What a command needs is imported when it runs: help must come at once."""

import asyncio
import json
import logging
import os
import signal
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine

    from bot.settings import Settings

app = typer.Typer(
    help="Pesan: an order management system whose front is a chat.",
    no_args_is_help=True,
    add_completion=False,
)

DEFAULT_PORT = 8080


def main() -> None:
    """Run the command; a setting or a database that cannot be used ends it with what to do."""
    from pydantic import ValidationError

    from bot.settings import CannotStart
    from storage.errors import CannotOpen

    try:
        app()
    except (CannotOpen, CannotStart) as error:
        _stop(str(error))
    except ValidationError as error:
        wrong = ", ".join(
            f"PESAN_{'_'.join(str(part) for part in e['loc']).upper()}: {e['msg']}"
            for e in error.errors(include_input=False, include_url=False)
        )
        _stop(f"a setting cannot be used: {wrong}")


@app.command()
def start(port: int = DEFAULT_PORT) -> None:
    """Serve real Telegram when a token is set, else show the demo."""
    if _settings().token_value:
        run()
    else:
        demo(port=port, no_browser=False, data=None)


@app.command()
def run() -> None:
    """Serve the shop on Telegram. Needs PESAN_TOKEN."""
    settings = _settings()
    if not settings.token_value:
        _stop("no token: put PESAN_TOKEN into .env (docs/howto/real-telegram.md), or `pesan demo`")
    from bot import main as composition

    composition.prepare(settings)
    _serve(lambda until: composition.run(settings, until), settings)


@app.command()
def demo(
    port: int = DEFAULT_PORT,
    no_browser: Annotated[bool, typer.Option(help="Do not open the page.")] = False,
    data: Annotated[Path | None, typer.Option(help="Keep the data in this folder.")] = None,
) -> None:
    """Show a coffee shop on a local Telegram in the browser. Nothing leaves this machine."""
    from bot import main as composition

    def ready(url: str) -> None:
        typer.echo(f"\n  Pesan is open at  {url}\n  Ctrl+C stops it.\n")
        if not no_browser and sys.stdout.isatty():
            import webbrowser

            webbrowser.open(url)

    _serve(lambda until: composition.demo(port, data, until, ready), _settings())


@app.command()
def sample(
    file: Annotated[Path | None, typer.Option(help="Load this shop instead.")] = None,
) -> None:
    """Load the sample coffee shop, or a shop of your own from a file of its shape."""
    from bot import main as composition
    from bot import sample as shop

    settings = _settings()
    try:
        content = shop.read_shop(file or shop.FILE)
    except (OSError, ValueError) as error:
        _stop(f"{file} cannot be loaded, and nothing of it was: {error}")
    composition.prepare(settings)
    count = asyncio.run(composition.with_store(settings, lambda uow: shop.load(uow, content)))
    typer.echo(f"{content.shop.name} is in: {count} SKUs.")


@app.command()
def check(as_json: Annotated[bool, typer.Option("--json")] = False) -> None:
    """Recompute stock and money from the ledgers and name every difference (exit 1)."""
    from bot import main as composition

    findings = asyncio.run(composition.findings(_settings()))
    if as_json:
        typer.echo(json.dumps(findings, indent=1))
    elif findings:
        for finding in findings:
            typer.echo(f"{finding['what']} {finding['key']}: {finding['detail']}")
    else:
        typer.echo("Stock and money agree with their ledgers.")
    raise typer.Exit(1 if findings else 0)


@app.command()
def migrate() -> None:
    """Bring the database's tables to this version."""
    from storage.migrate import upgrade

    typer.echo(f"The database is at revision {upgrade(_settings().database)}.")


@app.command()
def staff(
    grant: Annotated[str, typer.Option(help="Telegram user id to give a role to.")] = "",
    revoke: Annotated[str, typer.Option(help="Telegram user id to take a role from.")] = "",
    role: Annotated[str, typer.Option(help="owner, approver, warehouse or cashier.")] = "",
) -> None:
    """List who works here; give or take roles, the way back in when the owner is locked out."""
    from rich.console import Console
    from rich.table import Table

    from bot import main as composition

    try:
        members = asyncio.run(composition.staff(_settings(), grant, revoke, role))
    except ValueError as error:
        _stop(str(error))
    table = Table("Telegram id", "Name", "Roles")
    for user_id, name, roles in members:
        table.add_row(str(user_id), name, ", ".join(sorted(roles)))
    Console().print(table)


@app.command()
def doctor() -> None:
    """Look at token, webhook, group, database and clock, and say what to do about each."""
    from rich.console import Console
    from rich.markup import escape

    from bot import main as composition

    console = Console()
    diagnoses = asyncio.run(composition.examine(_settings()))
    for diagnosis in diagnoses:
        mark = "[green]ok[/]" if diagnosis.well else "[red]!![/]"
        console.print(f"{mark} {diagnosis.what}: {escape(diagnosis.found)}", highlight=False)
        if not diagnosis.well:
            console.print(f"     -> {escape(diagnosis.remedy)}", highlight=False)
    raise typer.Exit(0 if all(d.well for d in diagnoses) else 1)


@app.command()
def understand(
    catalogue: Annotated[Path, typer.Option(help="The goods, as docs/reference says.")],
) -> None:
    """Read customers' lines (JSON, one a line) and write what each means; 1 when one is broken."""
    from bot import understanding

    try:
        reader = understanding.reader_of(catalogue)
    except (OSError, ValueError) as error:
        _stop(f"{catalogue} cannot be used as a catalogue: {error}")
    broken = False
    try:
        for answer in understanding.answers(sys.stdin.buffer, reader):
            sys.stdout.buffer.write(answer.row)
            sys.stdout.buffer.flush()
            if answer.wrong:
                broken = True
                typer.echo(f"pesan: {answer.wrong}", err=True)
    except BrokenPipeError:
        # Nobody listens any more; what is still in the buffer goes nowhere, without a complaint.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        broken = True
    raise typer.Exit(1 if broken else 0)


def _settings() -> "Settings":
    from bot.logs import configure_logs
    from bot.settings import Settings

    settings = Settings()
    hidden = (settings.token, settings.owner_code, settings.webhook_secret, settings.courier_key)
    secrets = [value.get_secret_value() for value in hidden]
    configure_logs(settings.log_level, as_json=settings.log_format == "json", secrets=secrets)
    if settings.log_level == "INFO":
        for chatty in ("alembic", "apscheduler"):
            logging.getLogger(chatty).setLevel(logging.WARNING)
    return settings


def _serve(
    job: "Callable[[asyncio.Event], Coroutine[object, object, None]]", settings: "Settings"
) -> None:
    """Run until Ctrl+C or SIGTERM; a second signal does not wait for the graceful stop."""

    async def until_signal() -> None:
        stop = asyncio.Event()
        loop = asyncio.get_running_loop()
        for number in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(number, stop.set)
        await job(stop)

    logging.getLogger(__name__).debug("data in %s", settings.data_dir)
    asyncio.run(until_signal())


def _stop(reason: str) -> NoReturn:
    typer.echo(f"pesan: {reason}", err=True)
    raise SystemExit(2)
