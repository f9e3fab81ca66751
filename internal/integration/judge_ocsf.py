"""Reads lines of OCSF events from standard input and holds them to the published
schema of 1.5.0, strictly, and to the models of py-ocsf-models. Prints how many
there are; says on standard error what is wrong, and then ends with 1."""

import json
import sys

import jsonschema
from ocsf_json_schema import OcsfJsonSchemaEmbedded, get_ocsf_schema
from py_ocsf_models.events.findings.compliance_finding import ComplianceFinding
from py_ocsf_models.events.findings.detection_finding import DetectionFinding

CLASSES = {
    2003: ("compliance_finding", ComplianceFinding),
    2004: ("detection_finding", DetectionFinding),
}


def validators():
    schema = OcsfJsonSchemaEmbedded(get_ocsf_schema(version="1.5.0"))
    return {
        uid: jsonschema.Draft202012Validator(schema.get_class_schema(name, profiles=["cloud"]))
        for uid, (name, _) in CLASSES.items()
    }


def objections(event, validator, model):
    for error in validator.iter_errors(event):
        yield f"{'/'.join(map(str, error.absolute_path))}: {error.message[:300]}"
    try:
        model.model_validate(event)
    except ValueError as error:
        yield str(error)


def main():
    by_class = validators()
    events, broken = 0, 0
    for line in sys.stdin:
        event = json.loads(line)
        events += 1
        uid = event["class_uid"]
        for objection in objections(event, by_class[uid], CLASSES[uid][1]):
            broken += 1
            print(event["finding_info"]["uid"], objection, file=sys.stderr)
    print(events)
    sys.exit(broken > 0)


main()
