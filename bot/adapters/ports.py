"""Opens a port on this machine, or says in one sentence which setting to change. Serves nothing itself."""

from __future__ import annotations

import errno
from collections.abc import Callable

from aiohttp import web

from bot.errors import InUseError, SettingError


async def open_port(
    runner: web.AppRunner,
    host: str,
    port: int,
    *,
    setting: str,
    host_setting: str = "",
    site: Callable[[web.AppRunner, str, int], web.BaseSite] = web.TCPSite,
) -> None:
    """Serve on the port until the runner's cleanup().

    `setting` names the port, and `host_setting` the host if that can be set. Raises InUseError if another program has
    the port, and SettingError if the address cannot be used.
    """
    await runner.setup()
    try:
        await site(runner, host, port).start()
    except OSError as error:
        await runner.cleanup()
        if error.errno == errno.EADDRINUSE:
            raise InUseError(f"Port {port} is taken by another program. Set {setting} to a free one.") from None
        names = f"{host_setting} and {setting}" if host_setting else setting
        raise SettingError(f"Cannot listen on {host}:{port}. Check {names}.") from None
