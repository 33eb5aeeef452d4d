"""What the markup of a page says of a line of its text: evidence that rules can ask for."""

from __future__ import annotations

from typing import NamedTuple

from msgspec import Struct


class Element(Struct, frozen=True, eq=False):
    """One element of a page that makes blocks; two elements are never equal.

    `tag` is in small letters, and `names` are the words of its class, id and role, small and taken apart at
    signs and capitals: `siteNav top-menu` has four. `parent` is the element that it is in, if any.
    """

    tag: str
    names: frozenset[str] = frozenset()
    parent: Element | None = None

    @property
    def path(self) -> tuple[Element, ...]:
        """The elements that this one is in, from the outermost, and itself."""
        found: list[Element] = []
        element: Element | None = self
        while element is not None:
            found.append(element)
            element = element.parent
        return tuple(reversed(found))


class Markup(NamedTuple):
    """The markup around one line.

    `element` is the innermost element that the line is in, None where it is in none. `words` counts the words
    of the line, `linked` those of them in links. `link_density` (0 to 1) and `text_density` (words in a
    line of 80 characters) are those of Kohlschütter, Fankhauser and Nejdl (Boilerplate detection using
    shallow text features, WSDM 2010), as boilerpy3 has them.
    """

    element: Element | None
    words: int
    linked: int
    link_density: float
    text_density: float

    @property
    def tag(self) -> str:
        """The tag of the innermost element; empty where the text stands in none."""
        return self.element.tag if self.element else ""

    @property
    def path(self) -> tuple[Element, ...]:
        """The elements that the line is in, from the outermost."""
        return self.element.path if self.element else ()

    def within(self, *tags: str) -> bool:
        """Whether one of the elements around the line has one of these tags."""
        element = self.element
        while element is not None:
            if element.tag in tags:
                return True
            element = element.parent
        return False
