from pipeline import resources


def test_the_data_of_the_program_is_found() -> None:
    assert (resources.packs() / "epidemic").is_dir()
    assert (resources.templates() / "fonts").is_dir()
