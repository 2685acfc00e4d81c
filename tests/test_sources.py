import pytest

from lessons_lib.evidence.sources import bibliography, cite, reference, source, sources


def test_every_entry_is_readable_prose():
    for one in sources().values():
        everything = " ".join([*one.authors, one.title, one.journal, one.short])
        assert not set(everything) & set("{}\\"), one.key
        assert "  " not in reference(one.key), one.key
        assert one.reading.endswith("."), one.key


def test_names_keep_their_letters():
    assert cite("lopezminarro2012") == "López-Miñarro 2012"
    assert source("nunezlisboa2024").authors[1] == "Echeverría, K."
    assert source("davishammonds2012").authors[0] == "Davis Hammonds, A. L."


def test_an_organisation_is_one_author():
    assert len(source("cnt2013").authors) == 1
    assert len(source("dailymedibuprofen").authors) == 1
    assert cite("ng59") == "NICE 2016"


def test_an_address_survives_as_it_is():
    assert source("dailymedibuprofen").url.endswith("&audience=consumer")
    assert source("li1996").url == "https://doi.org/10.1093/ptj/76.8.836"


def test_citations_name_one_source_each():
    shorts = [one.short for one in sources().values()]
    assert len(shorts) == len(set(shorts)) >= 128
    assert {cite("han2023src"), cite("han2023frac")} == {"Han 2023a", "Han 2023b"}


def test_how_far_it_was_read_is_said():
    assert source("thelen2013").checked == "abstract"
    assert not source("thelen2013").confirmed
    assert source("hawkins1990").checked == "no"
    assert "Not read yet" in reference("hawkins1990")
    assert source("li1996").confirmed


def test_a_work_without_a_year_and_with_a_licence_is_cited_as_such():
    assert source("gait2392").year is None
    assert cite("gait2392") == "Thelen undated"
    assert "Creative Commons Attribution" in reference("gait2392")
    assert "gait2392_thelen2003muscle" in reference("gait2392")


def test_an_unknown_key_says_what_to_do():
    with pytest.raises(KeyError, match=r"no source 'li1997'.*references\.bib"):
        reference("li1997")


def test_the_bibliography_is_sorted_and_without_doubles():
    shown = bibliography(["thelen2013", "li1996", "thelen2013", "alghamdi2021"])
    assert [one.key for one in shown] == ["alghamdi2021", "li1996", "thelen2013"]
    html = shown._repr_html_()
    assert html.count("<li>") == len(repr(shown).splitlines()) == 3
    assert 'href="https://doi.org/10.1093/ptj/76.8.836"' in html
    assert "Only its abstract was read." in html
