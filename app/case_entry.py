"""What an economist types into a field of a case, read strictly as Danish numbers and written back the same way.

A number may carry how uncertain it is: 1.500 (1.300 til 1.700). A path is a number per year: 300; 200; 100. A path for
several groups is a line for each: 40 %: 300; 200; 100. A number is never guessed: 12.5 is a fault, not 125.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from pipelines.danish import read_number
from pipelines.danish_entry import typed_da

_RANGE = re.compile(r"(?P<value>[^()]+)\((?P<low>.+?)\s+til\s+(?P<high>.+)\)")
_GROUP = re.compile(r"(?P<weight>[^:%]+)%\s*:\s*(?P<units>.+)")
EXAMPLE_DA = "Skriv fx 1.500, eller med usikkerhed 1.500 (1.300 til 1.700)."


class EntryError(ValueError):
    """A text that is not what the field holds; the message is Danish and shows what to write."""


def number_of(text: str) -> float | int:
    """A number as Danes write it; whole numbers stay whole."""
    value = read_number(text.strip().removesuffix("kr.").removesuffix("kr").removesuffix("%"))
    if value is None:
        raise EntryError(f'"{text.strip()}" er ikke et tal. {EXAMPLE_DA}')
    return value


def uncertain_of(text: str, read: Callable[[str], float | int] = number_of) -> Any:
    """A number of a case: bare, or {value, low, high}."""
    ranged = _RANGE.fullmatch(text.strip())
    if ranged is None:
        return read(text)
    value, low, high = (read(ranged[part]) for part in ("value", "low", "high"))
    if not low <= value <= high:
        raise EntryError(f'"{text.strip()}": Tallet skal ligge mellem det laveste og det højeste.')
    return {"value": value, "low": low, "high": high}


def share_of(text: str) -> float:
    """Per cent as a share from 0 to 1: 30 is 0.3."""
    percent = number_of(text)
    if not 0 <= percent <= 100:
        raise EntryError(f'"{text.strip()}" er ikke en procent fra 0 til 100.')
    return round(percent / 100, 12)


def uncertain_share_of(text: str) -> Any:
    """A share of a case from per cent, bare or with its range."""
    return uncertain_of(text, share_of)


def year_of(text: str) -> int:
    """A calendar year or another whole number without points: 2025."""
    if not re.fullmatch(r"\d{1,4}", text.strip()):
        raise EntryError(f'"{text.strip()}" er ikke et helt tal. Skriv fx 2025.')
    return int(text)


def path_of(text: str) -> list[Any]:
    """A number per year, parted by semicolons."""
    parts = [part for part in text.split(";") if part.strip()]
    if not parts:
        raise EntryError("Skriv et tal for hvert år, fx 300; 200; 100.")
    return [uncertain_of(part) for part in parts]


def paths_of(text: str) -> list[Any]:
    """A path for a typical citizen, or one for each group with its share; the shares must give 100 %."""
    lines = [line for line in text.splitlines() if line.strip()]
    if len(lines) <= 1 and not _GROUP.fullmatch(text.strip()):
        return path_of(text)
    groups: list[dict[str, Any]] = []
    for line in lines:
        given = _GROUP.fullmatch(line.strip())
        if given is None:
            raise EntryError(f'"{line.strip()}": Skriv gruppens andel først, fx 40 %: 300; 200; 100.')
        groups.append({"weight": share_of(given["weight"]), "units": path_of(given["units"])})
    total = sum(float(group["weight"]) for group in groups)
    if abs(total - 1) > 1e-6:
        raise EntryError(f"Gruppernes andele skal give 100 % tilsammen; her giver de {typed_da(100 * total)} %.")
    return groups


def shares_of(text: str, names: Mapping[str, str] | None = None) -> dict[str, float]:
    """Shares by code from a text like kommune 50; stat 50. names gives the code of each Danish word; None takes any word."""
    shares: dict[str, float] = {}
    for part in (part.strip() for part in text.split(";") if part.strip()):
        word, _, percent = part.rpartition(" ")
        code = word.strip() if names is None else names.get(word.strip().lower(), "")
        if not code:
            known = list(names)[:2] if names else ["Socialudvalget", "Økonomiudvalget"]
            raise EntryError(f'"{part}": Skriv fx {"; ".join(f"{name} 50" for name in known)}.')
        shares[code] = share_of(percent)
    total = sum(shares.values())
    if abs(total - 1) > 1e-6:
        raise EntryError(f"Andelene skal give 100 tilsammen; her giver de {typed_da(100 * total)}.")
    return shares


def number_da(value: Any, percent: bool = False) -> str:
    """A number of a case as one types it, with its range."""
    if value is None:
        return ""
    if isinstance(value, Mapping):
        if "low" in value:
            ends = [number_da(value[end], percent) for end in ("value", "low", "high")]
            return f"{ends[0]} ({ends[1]} til {ends[2]})"
        return number_da(value.get("value"), percent)
    return _grouped(100 * value if percent else value)


def _grouped(value: float) -> str:
    """1500.5 as 1.500,5."""
    text = typed_da(value)
    whole, comma, decimals = text.partition(",")
    sign, digits = ("-", whole[1:]) if whole.startswith("-") else ("", whole)
    parts = [digits[max(0, at - 3) : at] for at in range(len(digits), 0, -3)]
    return f"{sign}{'.'.join(reversed(parts))}{comma}{decimals}"


def paths_da(paths: Sequence[Any] | None) -> str:
    """A path, or the groups' paths, as one types them."""
    if not paths:
        return ""
    if isinstance(paths[0], Mapping) and "weight" in paths[0]:
        return "\n".join(f"{number_da(group['weight'], True)} %: {paths_da(group['units'])}" for group in paths)
    return "; ".join(number_da(units) for units in paths)


def shares_da(shares: Mapping[str, Any], names: Mapping[str, str] | None = None) -> str:
    """Shares by code as one types them; names gives the Danish word of each code."""
    return "; ".join(f"{(names or {}).get(code, code)} {number_da(share, True)}" for code, share in shares.items())
