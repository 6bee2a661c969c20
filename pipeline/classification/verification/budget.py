"""Budget: how much work a question about a table may make, counted in steps and never by a clock."""


class OutOfStepsError(Exception):
    """The budget is used up; never leaves the analysis, which then says that it did not finish."""


class Budget:
    """Steps that are left for one question; the same table always uses the same number of them."""

    def __init__(self, steps: int) -> None:
        self._steps = self._left = steps

    def renew(self) -> None:
        """Begin another question."""
        self._left = self._steps

    def take(self, steps: int) -> None:
        """Use some steps."""
        self._left -= steps
        if self._left < 0:
            raise OutOfStepsError
