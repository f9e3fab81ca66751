"""Sends the files that it is given, each an array of findings, to the Security Hub
of $AWS_ENDPOINT_URL, with the account and region that their ProductArn names, and
reads them back. Prints how many there are; ends with an error where a file cannot be
sent as it is. boto3 checks the shapes; what only the service's description says of
texts, words and lengths is checked here."""

import json
import re
import sys

import boto3

LONGEST = {"Title": 256, "Description": 1024, "Id": 512, "GeneratorId": 512, "Text": 512, "Url": 2048, "ReasonCode": 100, "Original": 64, "Region": 16}
NAMESPACES = ("Software and Configuration Checks", "TTPs", "Effects", "Unusual Behaviors", "Sensitive Data Identifications")
PEOPLES_OWN = {"Workflow", "WorkflowState", "Note", "Severity", "UserDefinedFields", "VerificationState", "Region", "CompanyName", "ProductName"}


def check(value, shape, where):
    """Holds a value to the patterns, words and lengths of its shape."""
    if shape.type_name == "structure":
        for name, member in value.items():
            check(member, shape.members[name], f"{where}.{name}")
            if isinstance(member, str):
                assert len(member) <= LONGEST.get(name, 4096), f"{where}.{name} has {len(member)} characters"
    elif shape.type_name == "list":
        for i, member in enumerate(value):
            check(member, shape.member, f"{where}[{i}]")
    elif shape.type_name == "map":
        for name, member in value.items():
            check(member, shape.value, f"{where}[{name}]")
    elif shape.type_name == "string":
        assert value in (getattr(shape, "enum", None) or [value]), f"{where} is {value}"
        pattern = shape.metadata.get("pattern")
        assert pattern is None or re.search(pattern, value), f"{where} is {value!r}"


def check_finding(finding, shape):
    where = finding["Id"]
    check(finding, shape, where)
    assert not PEOPLES_OWN & finding.keys(), f"{where} overwrites {PEOPLES_OWN & finding.keys()}"
    assert len(json.dumps(finding)) <= 240_000, f"{where} is too large"
    assert 1 <= len(finding["Resources"]) <= 32, f"{where} has {len(finding['Resources'])} resources"
    fields = finding["ProductFields"]
    assert len(fields) <= 50 and all(len(k) <= 128 and len(v) <= 2048 for k, v in fields.items()), fields
    for kind in finding["FindingProviderFields"]["Types"]:
        assert kind.split("/")[0] in NAMESPACES and kind.count("/") <= 2, kind


def send(path):
    with open(path, encoding="utf-8") as file:
        text = file.read()
    findings = json.loads(text)
    assert len(text) <= 6_000_000, f"{path} has {len(text)} bytes"
    places = {tuple(f["ProductArn"].split(":")[3:5]) + (f["AwsAccountId"],) for f in findings}
    assert len(places) == 1, f"{path} goes to {places}"
    region, account, owner = places.pop()
    assert account == owner, f"{path}: {owner} sends to {account}"
    hub = boto3.client("securityhub", region_name=region)
    shape = hub.meta.service_model.shape_for("AwsSecurityFinding")
    for finding in findings:
        check_finding(finding, shape)
    answer = hub.batch_import_findings(Findings=findings)
    assert answer["FailedCount"] == 0 and answer["SuccessCount"] == len(findings), answer
    return region, {f["Id"] for f in findings}


def main():
    sent = {}
    for path in sys.argv[1:]:
        region, ids = send(path)
        known = sent.setdefault(region, set())
        assert not known & ids, f"{path} sends again {known & ids}"
        known |= ids
    for region, ids in sent.items():
        hub = boto3.client("securityhub", region_name=region)
        kept = [f["Id"] for page in hub.get_paginator("get_findings").paginate() for f in page["Findings"]]
        assert set(kept) == ids, f"{region} keeps {len(kept)} of {len(ids)}"
    print(sum(map(len, sent.values())))


main()
