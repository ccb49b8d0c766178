"""Files are read as they are, or refused with a sentence; every fault has its row and heading."""

import io
from datetime import date
from itertools import chain

import pytest
from openpyxl import load_workbook

from alliance.errors import Refused
from alliance.typed import Unreadable
from members.importing import cells, comparing, files, layouts, reading, writing
from members.importing.comparing import Held, Known, State
from tests.members import made_files
from tests.members.made_files import csv_of, saved, xlsx_of

ORGANISATIONS = layouts.layout("organisations")
SERVICES = layouts.layout("services", wards={"shadwell": "Shadwell", "st george": "Shadwell"})


def read(name, content, layout=ORGANISATIONS):
    opened = files.opened(name, content, is_heading=layout.is_heading)
    return reading.read(opened.sheet, layout)


def values(name, content, layout=ORGANISATIONS):
    return [row.values for row in read(name, content, layout).rows]


def faults(name, content, layout=ORGANISATIONS):
    return [str(one) for row in read(name, content, layout).rows for one in row.problems]


TEA = {"name": "Café du Thé", "email": "hello@tea.example"}
ROW = ("Café du Thé", "", "", "hello@tea.example", "")


# ---- encodings, delimiters, shapes --------------------------------------------------------------
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("mark", [",", ";", "\t"])
def test_text_is_read_in_every_usual_writing_and_with_every_usual_mark(encoding, mark):
    content = csv_of([ROW], mark=mark).encode(encoding)

    assert values("list.csv", content) == [TEA]


def test_a_list_pasted_together_from_two_writings_is_read_line_by_line():
    first, second = csv_of([ROW]), csv_of([("Zoë’s Table", "", "", "", "")]).split("\n", 1)[1]
    content = first.encode("utf-8") + second.encode("cp1252")

    assert [row["name"] for row in values("list.csv", content)] == ["Café du Thé", "Zoë’s Table"]


def test_line_breaks_in_quotes_stay_in_their_row_and_empty_rows_are_counted_but_not_read():
    text = 'Organisation,Summary\r\n"Tea",We meet.\r\n,\r\n"Cake","Line one\nline two"\r\n,\r\n'

    rows = read("list.csv", text.encode()).rows

    assert [(row.number, row.values["plain_summary"]) for row in rows] == [
        (2, "We meet."),
        (4, "Line one\nline two"),
    ]


def test_names_keep_emoji_other_scripts_and_joiners_and_lose_control_marks():
    name = "\u200fمطبخ\u200d 🍲 Kitchen"
    content = csv_of([(f"\xa0{name}\x07 ", "", "", "", "")]).encode()

    with pytest.raises(Refused, match="not plain text"):
        read("list.csv", content)
    content = csv_of([(f"\xa0{name} ", "", "", "", "")]).encode()
    assert values("list.csv", content) == [{"name": name}]


def test_a_title_above_the_headings_and_merged_headings_of_two_rows_are_passed_over():
    book = xlsx_of([], heads=("Our members in 2025",))
    sheet = book.active
    sheet.merge_cells("A1:D1")
    sheet.append(["", "Contact", ""])
    sheet.merge_cells("B2:C2")
    sheet.append(["Organisation", "Email", "Phone"])
    sheet.append(["Tea", "hello@tea.example", "020 7946 0123"])

    found = read("list.xlsx", saved(book))

    assert found.heading_row == 3
    assert found.rows[0].number == 4
    assert found.rows[0].values["phone"] == "020 7946 0123"


def test_merged_headings_that_leave_a_column_without_a_name_are_named():
    book = xlsx_of([("Tea", "hello@tea.example", "020")], heads=("Organisation", "Email", ""))
    book.active.merge_cells("B1:C1")

    with pytest.raises(Refused, match=r"Row 1: column C has no heading. If headings are merged"):
        read("list.xlsx", saved(book))


def test_a_merged_cell_below_leaves_its_rows_empty_and_each_is_named():
    book = xlsx_of([("Tea", "One"), (None, "Two")], heads=("Organisation", "Service"))
    book.active.merge_cells("A2:A3")

    found = faults("list.xlsx", saved(book), SERVICES)
    assert found == ["Row 3, Organisation: this is empty, and every row needs it."]


def test_the_worked_out_value_of_a_formula_is_taken_and_a_formula_without_one_is_named():
    book = xlsx_of([("Tea", "=2+2", "", "", "")])

    assert faults("list.xlsx", saved(book)) == [
        "Row 2, Charity number: this is a formula without its result. Paste the value instead."
    ]
    worked = made_files.with_parts(
        saved(book),
        **{
            "xl__worksheets__sheet1.xml": (
                b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
                b'<sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>Organisation</t></is></c>'
                b'<c r="B1" t="inlineStr"><is><t>Charity number</t></is></c></row><row r="2">'
                b'<c r="A2" t="inlineStr"><is><t>Tea</t></is></c><c r="B2"><f>1234000+567</f>'
                b"<v>1234567</v></c></row></sheetData></worksheet>"
            )
        },
    )
    assert values("list.xlsx", worked) == [{"name": "Tea", "GB-CHC": ["1234567"]}]


def test_a_formula_in_a_text_file_is_named_and_never_reckoned():
    content = csv_of([("Tea", "", "", '=HYPERLINK("http://x")', "")]).encode()

    assert "Row 2, Email: this is a formula" in faults("list.csv", content)[0]


@pytest.mark.parametrize(
    ("content", "day"),
    [
        (saved(xlsx_of([("Tea", "", "", "", date(2025, 5, 4))])), "2025-05-04"),
        (saved(xlsx_of([("Tea", "", "", "", 45781)])), "2025-05-04"),
        (saved(xlsx_of([("Tea", "", "", "", "4 May 2025")])), "2025-05-04"),
        (made_files.counting_from_1904(), "2025-05-04"),
    ],
)
def test_days_are_read_however_the_workbook_keeps_them(content, day):
    assert values("list.xlsx", content)[0]["started_on"] == day


def test_numbers_of_a_workbook_are_read_as_typed():
    book = xlsx_of([("Tea", 1234567.0, "", "", ""), ("Cake", 1234568, "", "", "")])

    assert [row["GB-CHC"] for row in values("list.xlsx", saved(book))] == [["1234567"], ["1234568"]]


# ---- files that are not opened ------------------------------------------------------------------
REFUSED = [
    ("list.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Excel file. Open it and save it as"),
    ("list.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "has a password, or is an old Excel file"),
    ("list.xlsm", b"PK\x03\x04", "can run macros. Save it as .xlsx"),
    ("list.xlsx", made_files.renamed_macros(), "contains macros"),
    ("list.xlsx", b"PK\x03\x04 and then nothing", "damaged or locked"),
    ("list.xlsx", b"Organisation,Email\n", "is something else inside"),
    ("list.pdf", b"%PDF-", "Send a .csv or .xlsx file"),
    ("list.csv", b"", "This file is empty"),
    ("list.csv", b"Organisation,Size\n", "There is no row below the headings"),
    ("list.csv", b"\n\n,,\n", "no rows"),
    ("list.csv", b"Animal,Colour\nCat,Grey\n", "We found no row of headings"),
    ("list.csv", b"Size,Email\nSmall,a@b.example\n", "no column called Organisation"),
    ("list.csv", b"Organisation,Email,E-mail\nTea,a@b.cd,\n", "several columns are called Email"),
    ("list.csv", b"Organisation,Size\nTea,\x00Small\n", "not plain text"),
    ("list.csv", b"Organisation,Size\nTea,=cmd|' /c calc'!A0\n", "would start a program"),
    ("list.csv", b"x" * (2 * 2**20 + 1), "larger than 2 MB"),
    ("list.csv", csv_of([(f"Group {n}", "") for n in range(1001)]).encode(), "more than 1,000"),
    ("list.csv", (",".join(f"h{n}" for n in range(61)) + "\n").encode(), "more than 60 columns"),
]


@pytest.mark.parametrize(("name", "content", "sentence"), REFUSED)
def test_what_cannot_be_read_is_refused_with_a_sentence(name, content, sentence):
    with pytest.raises(Refused, match=sentence):
        read(name, content)


def test_a_file_that_unpacks_to_far_more_is_not_opened():
    with pytest.raises(Refused, match="unpacks to"):
        read("list.xlsx", made_files.bomb())


def test_more_than_fifty_megabytes_are_not_unpacked(monkeypatch):
    monkeypatch.setattr(files, "MOST_UNPACKED", 1000)

    with pytest.raises(Refused, match="unpacks to more than 50 MB"):
        read("list.xlsx", saved(xlsx_of([ROW])))


def test_a_thousand_rows_are_taken():
    content = csv_of([(f"Group {n}", "", "", "", "") for n in range(1000)]).encode()

    assert len(read("list.csv", content).rows) == 1000


def test_the_formatting_of_a_million_empty_rows_is_not_read_to_its_end():
    lines = [files.Line(1, ("Organisation",)), files.Line(2, ("Tea",))]
    empty = (files.Line(number, ("",)) for number in range(3, 10**6))

    assert files.limited(chain(lines, empty)) == lines
    assert next(empty).number < 10_000


# ---- cells --------------------------------------------------------------------------------------
@pytest.mark.parametrize("cell", ["yes", "Y", "1", "TRUE", "x"])
def test_yes_is_yes(cell):
    assert cells.yes_or_no(cell) is True


@pytest.mark.parametrize("cell", ["no", "N", "0", "False"])
def test_no_is_no(cell):
    assert cells.yes_or_no(cell) is False


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        ("4 May 2025", "2025-05-04"),
        ("04/05/2025", "2025-05-04"),
        ("2025-05-04", "2025-05-04"),
        ("2025-05-04 00:00:00", "2025-05-04"),
        ("45781", "2025-05-04"),
    ],
)
def test_a_day_is_read_as_typed(cell, day):
    assert cells.day(cell) == day


def test_a_day_that_only_others_write_so_is_refused_with_both_readings():
    with pytest.raises(Unreadable) as refusal:
        cells.day("1/13/2025")

    assert str(refusal.value) == BOTH_READINGS


@pytest.mark.parametrize(
    ("reader", "cell", "sentence"),
    [
        (cells.yes_or_no, "perhaps", "neither yes nor no"),
        (cells.day, "soon", "Write the day like this"),
        (cells.day, "2/30/2025", "There is no such month"),
        (cells.email, "tea.example", "not an email address"),
        (cells.email, "a b@tea.example", "not an email address"),
        (cells.phone, "ring Sam", "not a phone number in figures"),
        (cells.website, "our page", "not a website"),
        (cells.website, "javascript://x.example", "not a website"),
        (cells.website, "http://[", "not a website"),
        (cells.count(120), "121", "whole number up to 120"),
        (cells.count(120), "4.5", "whole number up to 120"),
        (cells.language, "Klingon", "not a language of the list"),
        (cells.summary, "word " * 61, "this has 61 words. Use 60 at most"),
        (cells.text(10), "eleven letters", "this has 14 letters"),
        (cells.text(200), "943 476 5919", "looks like an NHS number"),
    ],
)
def test_what_a_cell_cannot_mean_is_said(reader, cell, sentence):
    with pytest.raises(Unreadable, match=sentence):
        reader(cell)


@pytest.mark.parametrize(
    ("reader", "cell", "value"),
    [
        (cells.website, "www.tea.example", "https://www.tea.example"),
        (cells.website, "http://tea.example/a", "http://tea.example/a"),
        (cells.email, "mailto:hello@tea.example", "hello@tea.example"),
        (cells.count(120), "18", 18),
        (cells.language, "Sylheti", "syl"),
        (cells.language, "bn", "bn"),
        (cells.language, "বাংলা", "bn"),
        (cells.several(cells.language), "Bengali; syl\nBengali", ["bn", "syl"]),
        (ORGANISATIONS.column("size_band").read, "small", "small"),
        (ORGANISATIONS.column("size_band").read, "Small: under £100,000 a year", "small"),
        (
            ORGANISATIONS.column("GB-CHC").read,
            "No. 1234567; GB-CHC-1234560",
            ["1234560", "1234567"],
        ),
        (SERVICES.column("areas").read, "St George; shadwell", ["Shadwell"]),
    ],
)
def test_a_cell_means_what_people_mean(reader, cell, value):
    assert reader(cell) == value


# ---- twelve faults, twelve sentences ------------------------------------------------------------
TWELVE = [
    ("", "", "", "", "", "", "", ""),
    ("Right", "1234567", "Small", "a@b.example", "4 May 2025", "020 7946 0123", "w.example", "Yes"),
    ("", "", "Small", "", "", "", "", "x"),
    ("A", "A12", "", "", "", "", "", ""),
    ("B", "", "Huge", "", "", "", "", ""),
    ("C", "", "", "c.example", "", "", "", ""),
    ("D", "", "", "", "1/13/2025", "", "", ""),
    ("E", "", "", "", "31 February 2025", "", "", ""),
    ("F", "", "", "", "", "ring Sam", "", ""),
    ("G", "", "", "", "", "", "our page", ""),
    ("H", "", "", "", "", "", "", "word " * 61),
    ("I", "", "", "", "", "", "", "943 476 5919"),
    ("J" * 161, "", "", "", "", "", "", ""),
    ("K", "=A1", "", "", "", "", "", ""),
    ("Example Lane Kitchen", "", "", "", "", "", "", ""),
]
TWELVE_HEADS = (*made_files.HEADS, "Phone", "Website", "Summary")
BOTH_READINGS = (
    "“1/13/2025” has no month 13 with the day first, and is 13 January 2025 with the month"
    " first. Write 13 January 2025 if you mean that."
)
TWELVE_SAID = [
    "Row 4, Organisation: this is empty, and every row needs it.",
    "Row 5, Charity number: “A12” is not six or seven digits. Leave it empty if there is none.",
    "Row 6, Size: “Huge” is not one of: Micro, Small, Medium, Large, Major, Not stated.",
    "Row 7, Email: “c.example” is not an email address, like name@example.org.",
    f"Row 8, Member since: {BOTH_READINGS}",
    "Row 9, Member since: “31 February 2025”: February 2025 has 28 days.",
    "Row 10, Phone: “ring Sam” is not a phone number in figures, like 020 7946 0123.",
    "Row 11, Website: “our page” is not a website, like www.example.org.",
    "Row 12, Summary: this has 61 words. Use 60 at most.",
    "Row 13, Summary: this looks like an NHS number. We keep no patients' numbers.",
    "Row 14, Organisation: this has 161 letters. Use 160 at most.",
    "Row 15, Charity number: this is a formula without its result. Paste the value instead.",
    "Row 16: this is the template's example. Take it out.",
]


def test_every_fault_is_named_with_its_row_its_heading_and_what_to_do():
    content = csv_of(TWELVE, heads=TWELVE_HEADS).encode()

    assert faults("list.csv", content) == TWELVE_SAID


def test_several_faults_of_one_row_are_all_named():
    content = csv_of([("A", "A12", "Huge", "x", "")]).encode()

    assert len(faults("list.csv", content)) == 3


def test_ages_and_places_are_looked_at_together():
    service = "Organisation,Service,Youngest age,Oldest age\nTea,Club,30,20\n"
    places = "Organisation,Service,Places,Places free,Places in all\nTea,Club,Open,12,10\n"

    assert faults("list.csv", service.encode(), SERVICES) == [
        "Row 2, Oldest age: the oldest age, 20, is below the youngest, 30."
    ]
    assert faults("list.csv", places.encode(), layouts.layout("capacity")) == [
        "Row 2, Places in all: 12 places free cannot be out of 10."
    ]


def test_columns_we_do_not_ask_for_are_listed():
    content = b"Organisation,Size,Led by,Shoe size\nTea,Small,Women,43\n"

    assert read("list.csv", content).unknown == ["Led by", "Shoe size"]


@pytest.mark.parametrize("kind", ["organisations", "services", "representatives", "capacity"])
def test_no_list_takes_a_declaration_or_a_consent(kind):
    words = {"leads", "led by", "group", "consent", "show publicly", "open data", "is public"}

    found = [w for w in words if kind != "services" and layouts.layout(kind).is_heading(w)]
    assert [word for word in found if word != "group"] == []
    assert not layouts.layout("services", wards={}).is_heading("is public")


# ---- matching -----------------------------------------------------------------------------------
def judged(rows, held=(), **known):
    content = csv_of(rows).encode()
    known = Known(list(held), fixed=frozenset({"GB-CHC", "started_on"}), **known)
    return comparing.compare(read("list.csv", content), ORGANISATIONS, known)


def organisation(pk, name, number="", **more):
    numbers = [number] if number else []
    return Held(
        pk,
        name,
        strong=frozenset({("GB-CHC", one) for one in numbers} | {("reference", f"ref-{pk}")}),
        by_name=("name", "", name.casefold()),
        values={"name": name, "GB-CHC": numbers, "email": "a@b.example", "size_band": "small"}
        | more,
    )


def test_a_row_is_new_changed_or_the_same():
    rows = [
        ("New Here", "", "", "", ""),
        ("Tea", "", "Large", "a@b.example", ""),
        ("Cake", "", "small", "", ""),
    ]
    held = [organisation(1, "Tea"), organisation(2, "Cake")]

    new, changed, same = judged(rows, held)

    assert (new.state, new.target) == (State.NEW, None)
    assert (changed.state, changed.target, changed.values) == (
        State.CHANGED,
        1,
        {"size_band": "large"},
    )
    assert [(c.heading, c.before, c.after) for c in changed.changes] == [("Size", "Small", "Large")]
    assert (same.state, same.changes) == (State.SAME, [])


def test_a_number_finds_an_organisation_that_has_changed_its_name():
    [found] = judged([("Tea & Talk", "1234567", "", "", "")], [organisation(1, "Tea", "1234567")])

    assert (found.state, found.target) == (State.CHANGED, 1)
    assert found.values == {"name": "Tea & Talk"}


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        (("Cake", "1234567", "", "", ""), "the number is Tea, and the name is another's here"),
        (("Other", "7654321", "", "", ""), "this could be Host or Hosted. Add the reference"),
        (("Tea", "1111111", "", "", ""), "Tea has 1234567 here. Change that on its own page"),
    ],
)
def test_two_matches_are_a_problem_and_never_a_guess(row, sentence):
    held = [
        organisation(1, "Tea", "1234567"),
        organisation(2, "Cake", "2222222"),
        organisation(3, "Host", "7654321"),
        organisation(4, "Hosted", "7654321"),
    ]

    [found] = judged([row], held)

    assert found.state == State.PROBLEM
    assert sentence in found.problems[0]


def test_a_hosted_project_is_found_by_its_name_beside_its_hosts_number():
    held = [organisation(3, "Host", "7654321"), organisation(4, "Hosted", "7654321")]

    [found] = judged([("Hosted", "7654321", "Large", "", "")], held)

    assert (found.state, found.target) == (State.CHANGED, 4)


def test_a_row_that_is_twice_in_the_file_is_a_problem_the_second_time():
    rows = [("Tea", "1234567", "", "", ""), ("TEA", "", "", "", ""), ("X", "1234567", "", "", "")]

    first, second, third = judged(rows)

    assert first.state == State.NEW
    assert second.problems == ["Row 3: this is in row 2 already. Keep one of them."]
    assert third.problems == ["Row 4: this is in row 2 already. Keep one of them."]


def test_an_unknown_reference_is_a_problem():
    content = csv_of([("Tea", "ref-9")], heads=("Organisation", "Reference")).encode()
    known = Known([organisation(1, "Tea")])

    [found] = comparing.compare(read("list.csv", content), ORGANISATIONS, known)

    assert "we hold nothing under this reference" in found.problems[0]


def test_an_organisation_that_writes_itself_is_not_written_over():
    rows = [("Tea", "", "Large", "", ""), ("Cake", "", "small", "", "")]
    held = [organisation(1, "Tea"), organisation(2, "Cake")]

    first, second = judged(rows, held, stuck={1: "Tea is writing."}, speaking=frozenset({1, 2}))

    assert first.problems == ["Row 2: Tea is writing."]
    assert second.state == State.SAME


# ---- files going out ----------------------------------------------------------------------------
INJECTIONS = ["=1+1", "+44 20 7946 0123", "-2", "@SUM(A1)", "\t=1", "\r=1"]


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
@pytest.mark.parametrize("cell", INJECTIONS)
def test_no_cell_of_a_file_going_out_reckons(cell, ending):
    file = writing.written(ending, ["Organisation"], [[cell]])

    if ending == "csv":
        second = file.content.decode("utf-8-sig").split("\r\n", 1)[1].strip('"')
        assert second.startswith("'")
    else:
        [found] = load_workbook(io.BytesIO(file.content)).active["A2:A2"][0]
        assert found.data_type == "s"
        assert found.value.startswith("'")


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
@pytest.mark.parametrize("kind", ["organisations", "services", "representatives", "capacity"])
def test_a_template_reads_back_as_its_example_which_nobody_puts_in(kind, ending):
    layout = layouts.layout(kind, wards={})
    file = writing.template(layout, ending)

    found = read(f"template.{ending}", file.content, layout)

    assert found.unknown == []
    assert [str(one) for one in found.rows[0].problems] == [
        "Row 2: this is the template's example. Take it out."
    ]


def test_a_marked_copy_says_in_each_row_what_to_put_right():
    content = csv_of([("Tea", "A12", "", "", ""), ("Cake", "", "", "", "")]).encode()
    opened = files.opened("list.csv", content, is_heading=ORGANISATIONS.is_heading)

    file = writing.marked(opened.sheet, heading_row=1, faults={2: "Row 2: no."}, ending="csv")

    lines = file.content.decode("utf-8-sig").split("\r\n")
    assert lines[0].endswith(",What to put right")
    assert lines[1].endswith("Row 2: no.")
    assert lines[2] == "Cake,,,,,"
