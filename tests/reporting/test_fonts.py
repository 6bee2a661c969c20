import pytest

from pipeline.reporting import fonts


def test_ordinary_and_rare_name_characters_can_be_shown() -> None:
    text = "喆堃垚祎翀珺瑄玥的汇报，Ⅲ级①。"
    assert fonts.showable(text) == (text, "")


def test_what_no_font_has_becomes_the_printers_sign_and_is_named() -> None:
    assert fonts.showable("很好👍\u200d！👍") == ("很好〓！〓", "👍")


@pytest.mark.parametrize(("system", "first"), [("win32", '"FangSong"'), ("linux", '"Sitrep Light"')])
def test_the_systems_own_fonts_come_first_on_windows_only(system: str, first: str) -> None:
    assert fonts.stacks(system)["fang"].startswith(first)
    assert fonts.stacks(system)["fang"].endswith(f'"{fonts.STACKS["fang"][-1]}"')
