"""Judges a report by what nobody here wrote: python format_judges.py FORMAT FILE SCHEMA.

Prints a line for each objection, and nothing where there is none. SCHEMA is the official schema of
the format; "-" where there is none.
"""

import csv
import html.parser
import json
import sys

import cmarkgfm
import jsonschema
import xmlschema
from cmarkgfm.cmark import Options


def judge_csv(path, schema):
    with open(path, encoding="utf-8", newline="") as file:
        if file.read(1) == "\ufeff":
            yield "it begins with a byte order mark"
        file.seek(0)
        rows = list(csv.reader(file, strict=True))
    for number, row in enumerate(rows, 1):
        if len(row) != len(rows[0]):
            yield f"record {number} has {len(row)} cells, the first has {len(rows[0])}"
        for cell in row:
            if cell.lstrip()[:1] in ("=", "+", "-", "@", "\t", "\r") and cell.strip():
                yield f"record {number} has the formula {cell!r}"


def judge_ndjson(path, schema):
    with open(path, encoding="utf-8") as file:
        for number, line in enumerate(file, 1):
            if not isinstance(json.loads(line), dict):
                yield f"line {number} is no object"


def judge_junit(path, schema):
    for error in xmlschema.XMLSchema(schema).iter_errors(path):
        yield f"{error.path}: {error.reason}"


def judge_sarif(path, schema):
    with open(schema, encoding="utf-8") as file:
        validator = jsonschema.Draft4Validator(json.load(file))
    with open(path, encoding="utf-8") as file:
        for error in validator.iter_errors(json.load(file)):
            yield f"{list(error.path)}: {error.message[:200]}"


class Elements(html.parser.HTMLParser):
    """Collects the elements of a page, and the text that stands outside of code."""

    def __init__(self):
        super().__init__()
        self.names, self.prose, self.code = set(), "", 0

    def handle_starttag(self, tag, attrs):
        self.names.add(tag)
        self.code += tag == "code"

    def handle_endtag(self, tag):
        self.code -= tag == "code"

    def handle_data(self, data):
        if not self.code:
            self.prose += data


PLAIN = {"h2", "h3", "p", "strong", "table", "thead", "tbody", "tr", "th", "td", "code"}


def judge_markdown(path, schema):
    with open(path, encoding="utf-8") as file:
        page = Elements()
        # Unsafe: what would be HTML stays HTML, and is found.
        page.feed(cmarkgfm.github_flavored_markdown_to_html(file.read(), options=Options.CMARK_OPT_UNSAFE))
    for name in sorted(page.names - PLAIN):
        yield f"it has an element {name}"
    if "@" in page.prose:
        yield "it mentions somebody"
    if "|" in page.prose:
        yield "a table is not one"


for objection in globals()["judge_" + sys.argv[1]](*sys.argv[2:]):
    print(objection)
