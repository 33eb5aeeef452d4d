"""What the markup of a page says of a line of its text: evidence that rules can ask for."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, eq=False, slots=True)
class Element:
    """One element of a page that makes blocks; two elements are never equal.

    `number` counts the elements of the page, `tag` is in small letters, and `names` are the words of its
    class, id and role, small and taken apart at signs and capitals: `siteNav top-menu` has four.
    """

    number: int
    tag: str
    names: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Markup:
    """The markup around one line.

    `path` are the elements that the line is in, from the outermost. `words` counts the words of the line,
    `linked` those of them in links. `link_density` (0 to 1) and `text_density` (words in a line of 80
    characters) are those of Kohlschütter, Fankhauser and Nejdl (Boilerplate detection using shallow text
    features, WSDM 2010), as boilerpy3 has them.
    """

    path: tuple[Element, ...]
    words: int
    linked: int
    link_density: float
    text_density: float

    @property
    def tag(self) -> str:
        """The tag of the innermost element; empty where the text stands in none."""
        return self.path[-1].tag if self.path else ""

    def within(self, *tags: str) -> bool:
        """Whether one of the elements around the line has one of these tags."""
        return any(element.tag in tags for element in self.path)
