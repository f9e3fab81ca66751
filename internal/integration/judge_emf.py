"""Reads lines in CloudWatch's embedded metric format from standard input and holds
them to the JSON Schema of its documentation, as AWS Lambda Powertools carries it,
and to what the documentation demands beside it. Prints how many there are; says on
standard error what is wrong, and then ends with 1."""

import json
import sys
from importlib.metadata import distribution

import jsonschema

MOST_METRICS, MOST_DIMENSIONS, LONGEST_DIMENSION, LONGEST_LINE = 100, 30, 1024, 256_000


def published_schema():
    path = distribution("aws-lambda-powertools").locate_file("aws_lambda_powertools/metrics/schema.json")
    with open(path, encoding="utf-8") as file:
        return jsonschema.Draft7Validator(json.load(file))


def objections(line, document, schema):
    for error in schema.iter_errors(document):
        yield f"{'/'.join(map(str, error.absolute_path))}: {error.message[:300]}"
    if len(line.encode()) > LONGEST_LINE:
        yield "the line is too long"
    for directive in document["_aws"]["CloudWatchMetrics"]:
        if not 0 < len(directive["Metrics"]) <= MOST_METRICS:
            yield f"{len(directive['Metrics'])} metrics"
        for metric in directive["Metrics"]:
            if type(document.get(metric["Name"])) not in (int, float):
                yield f"{metric['Name']} is no number at the root"
        for dimensions in directive["Dimensions"]:
            if len(dimensions) > MOST_DIMENSIONS:
                yield f"{len(dimensions)} dimensions"
            for name in dimensions:
                value = document.get(name)
                if not isinstance(value, str) or not 0 < len(value) <= LONGEST_DIMENSION or not value.isascii():
                    yield f"the dimension {name} is {value!r}"


def main():
    schema, lines, broken = published_schema(), 0, 0
    for line in sys.stdin:
        lines += 1
        for objection in objections(line, json.loads(line), schema):
            broken += 1
            print(objection, file=sys.stderr)
    print(lines)
    sys.exit(broken > 0)


main()
