"""PURE. Elements of a Word file by their local names, as Word, LibreOffice and the strict form use other namespaces."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeAlias
from xml.etree.ElementTree import Element

Part: TypeAlias = Element


def local(element: Part) -> str:
    """The name of an element without its namespace."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def attribute(element: Part | None, name: str, default: str = "") -> str:
    """The value of an attribute by its name without its namespace."""
    if element is None:
        return default
    return next((value for key, value in element.attrib.items() if key.rpartition("}")[2] == name), default)


def child(element: Part | None, *names: str) -> Part | None:
    """The element below by this way of names; None where there is none."""
    for name in names:
        if element is None:
            return None
        element = next((found for found in element if local(found) == name), None)
    return element


def below(element: Part, *names: str) -> Iterator[Part]:
    """Every element of these names, however deep."""
    return (found for found in element.iter() if local(found) in names)


def outside_boxes(element: Part) -> Iterator[Part]:
    """Every element below, and the text boxes among them, but nothing inside of those."""
    waiting = [iter(element)]
    while waiting:
        found = next(waiting[-1], None)
        if found is None:
            waiting.pop()
            continue
        yield found
        if local(found) != "txbxContent":
            waiting.append(iter(found))


def is_on(properties: Part | None, name: str) -> bool | None:
    """Whether a switch such as bold is on; None where nothing is said of it."""
    found = child(properties, name)
    return None if found is None else attribute(found, "val", "1") not in ("0", "false", "off", "none")


def whole(text: str, default: int = 0) -> int:
    """The text as a whole number that is not absurd."""
    return int(text) if text.isascii() and text.removeprefix("-").isdigit() and len(text) <= 9 else default
