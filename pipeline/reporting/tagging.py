"""Tags of many pages: the list of pages is made once, where pydyf makes it anew for every tag.

Without it the time for a register of thousands of rows grows with its square.
"""

from typing import Any

_KEPT = "_pages_listed"


def install() -> None:
    """Let pydyf, which WeasyPrint writes with, keep its list of pages for as long as no page is added."""
    import pydyf

    if pydyf.PDF.page_references.fget.__module__ != __name__:
        pydyf.PDF.page_references = property(_once(pydyf.PDF.page_references.fget))


def _once(listed: Any) -> Any:  # noqa: ANN401 (pydyf ships no types)
    def page_references(self: Any) -> Any:  # noqa: ANN401 (as above)
        known, references = self.__dict__.get(_KEPT, (0, ()))
        if known != len(self.pages["Kids"]):
            known, references = len(self.pages["Kids"]), listed(self)
            self.__dict__[_KEPT] = known, references
        return references

    return page_references
