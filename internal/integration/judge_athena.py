"""Holds the statements and queries of docs/dashboards to real files: judge_athena.py
DDL QUERIES FOLDER. sqlglot reads both as Athena does; each table must have just the
columns that the files of its kind have, and its partitions must lie where the files
are; DuckDB then reads the files with the tables' types and runs every query, of
which each must find something. Prints how many queries there are."""

import json
import pathlib
import re
import sys

import duckdb
import sqlglot
from sqlglot import exp


def fail(*words):
    sys.exit(" ".join(map(str, words)))


class Table:
    """One CREATE EXTERNAL TABLE statement."""

    def __init__(self, statement):
        schema = statement.this
        self.name = schema.this.name
        self.columns = {c.name: c.args["kind"].sql("duckdb") for c in schema.expressions}
        self.partitions, self.properties = [], {}
        for property in statement.args["properties"].expressions:
            if isinstance(property, exp.PartitionedByProperty):
                self.partitions = [c.name for c in property.this.expressions]
            elif isinstance(property, exp.LocationProperty):
                self.location = property.this.name
            elif type(property) is exp.Property:
                self.properties[property.this.name] = property.args["value"].name

    def pattern(self):
        """What the files' paths are like, below the bucket."""
        template = self.properties["storage.location.template"].removeprefix("s3://BUCKET/lambda-audit/")
        parts = re.split(r"\$\{(\w+)\}", template)
        if parts[1::2] != self.partitions:
            fail(self.name, "is partitioned by", self.partitions, "and its template says", parts[1::2])
        return re.compile("".join(f"(?P<{p}>[^/]+)" if i % 2 else re.escape(p) for i, p in enumerate(parts)))

    def check(self, folder):
        """Returns the table's files, after a look at where they lie and what they hold."""
        kind = self.location.rstrip("/").rsplit("/", 1)[1]
        files = sorted((folder / kind).rglob("*.ndjson"))
        known = set(self.properties["projection.region.values"].split(","))
        for file in files:
            path = self.pattern().fullmatch(str(file.parent.relative_to(folder)) + "/")
            if path is None or path["region"] not in known:
                fail(file, "lies in no partition of", self.name)
            for line in file.read_text(encoding="utf-8").splitlines():
                row = json.loads(line)
                if row.keys() != self.columns.keys() | {"region"} or row["kind"] != kind:
                    fail(self.name, "has other columns than", file, row.keys() ^ self.columns.keys())
        return files


def load(database, table, files):
    typed = {name: "VARCHAR" if kind == "TEXT" else kind for name, kind in table.columns.items()}
    columns = ", ".join(f'"{n}" {k}' for n, k in typed.items())
    partitions = ", ".join(f'"{p}" VARCHAR' for p in table.partitions)
    database.execute(f'CREATE TABLE lambda_audit."{table.name}" ({columns}, {partitions})')
    if files:
        database.execute(
            f'INSERT INTO lambda_audit."{table.name}" BY NAME SELECT * FROM read_json(?, columns = {typed}, '
            "format = 'newline_delimited', hive_partitioning = true, hive_types_autocast = false)",
            [[str(f) for f in files]],
        )


def main():
    ddl, queries, folder = (pathlib.Path(p) for p in sys.argv[1:])
    database = duckdb.connect()
    database.execute("CREATE SCHEMA lambda_audit")
    tables = [Table(s) for s in sqlglot.parse(ddl.read_text(), dialect="athena") if s.kind == "TABLE"]
    kinds = {p.name for p in folder.iterdir()}
    if unknown := kinds - {t.location.rstrip("/").rsplit("/", 1)[1] for t in tables}:
        fail("no table holds", unknown)
    for table in tables:
        load(database, table, table.check(folder))
    read = sqlglot.parse(queries.read_text(), dialect="athena")
    for query in read:
        rows = database.execute(query.sql("duckdb")).fetchall()
        if not rows:
            fail("this finds nothing:", query.sql("athena"))
        print(len(rows), (query.comments or ["?"])[-1].strip(), file=sys.stderr)
    print(len(read))


main()
