from pipeline.reporting import pdf


def test_the_pages_of_a_pdf_are_listed_anew_only_after_one_was_added() -> None:
    pdf.load()
    import pydyf

    document = pydyf.PDF()
    assert document.page_references == ()
    for count in (1, 2, 3):
        document.add_page(pydyf.Dictionary({"Type": "/Page"}))
        assert len(document.page_references) == count
        assert document.page_references is document.page_references
    assert [int(one.split()[0]) for one in document.page_references] == document.pages["Kids"][::3]
