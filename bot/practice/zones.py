"""Time zones by IANA name, from the tzdata package alone, so that every machine has the same local time.

Reads no clock. A zone that this tzdata does not know counts as UTC: a name that was stored long ago must never stop a
prompt. `valid_zone` tells the caller beforehand.
"""

from datetime import datetime
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable
from zoneinfo import ZoneInfo


@cache
def zone_names() -> frozenset[str]:
    """Return the names of all zones."""
    return frozenset((_tzdata() / "zones").read_text(encoding="ascii").split())


def valid_zone(name: str) -> bool:
    """Return whether there is a zone of this name."""
    return name in zone_names()


@cache
def zone_rules(name: str) -> ZoneInfo:
    """Return the zone of this name; UTC if there is none."""
    # ZoneInfo(name) would prefer the host's own files, whose age nobody here decides.
    known = name if valid_zone(name) else "UTC"
    with _tzdata().joinpath("zoneinfo", *known.split("/")).open("rb") as file:
        return ZoneInfo.from_file(file, key=known)


def local_time(zone: str, instant: datetime) -> datetime:
    """Return the instant as the local time of this zone."""
    return instant.astimezone(zone_rules(zone))


def _tzdata() -> Traversable:
    return resources.files("tzdata")
