"""`python -m simulator`: the local Telegram by itself."""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import gc
import signal
import sys
from pathlib import Path

from simulator.flood import MODES
from simulator.server import Simulator
from simulator.world import DEFAULT_TOKEN


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="simulator", description="A local Telegram for bots.")
    parser.add_argument(
        "--host", default="127.0.0.1", help="address to bind to (default: %(default)s)"
    )
    parser.add_argument("--port", type=int, default=9000, help="port, 0 for a free one")
    parser.add_argument("--token", default=DEFAULT_TOKEN, help="the bot's token, like 123456:TEST")
    parser.add_argument(
        "--flood",
        choices=MODES,
        default="strict",
        help="what to do about floods: refuse, list or ignore them (default: %(default)s)",
    )
    parser.add_argument("--stories", type=Path, help="folder of stories that the page offers")
    return parser.parse_args()


async def _serve(arguments: argparse.Namespace) -> None:
    simulator = Simulator(
        arguments.token,
        host=arguments.host,
        port=arguments.port,
        flood=arguments.flood,
        stories=arguments.stories,
    )
    async with simulator:
        # What was imported stays: the collector need not walk it again and again. And what one
        # call leaves is mostly gone with it: looking every 700 objects would find nothing, and hold
        # up a call while it looks.
        gc.collect()
        gc.freeze()
        gc.set_threshold(20_000, 20, 20)
        sys.stdout.write(
            f"Simulator at {simulator.url}\n"
            f"  Bot API   {simulator.url}/bot<TOKEN>/METHOD\n"
            f"  control   {simulator.url}/sim/state\n"
        )
        sys.stdout.flush()
        stop = asyncio.Event()
        with contextlib.suppress(NotImplementedError):  # not every system has signals
            # Both, also where a shell has let a background job ignore SIGINT.
            for ending in (signal.SIGTERM, signal.SIGINT):
                asyncio.get_running_loop().add_signal_handler(ending, stop.set)
        await stop.wait()


def main() -> None:
    """Serve until interrupted."""
    arguments = _arguments()
    if arguments.stories is not None and not arguments.stories.is_dir():
        sys.exit(f"{arguments.stories} is no folder")
    try:
        asyncio.run(_serve(arguments))
    except KeyboardInterrupt:
        return
    except OSError as error:
        sys.exit(f"Cannot serve on {arguments.host}:{arguments.port}: {error.strerror}")
    except ValueError as error:
        sys.exit(str(error))


if __name__ == "__main__":
    main()
