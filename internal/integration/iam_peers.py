"""Asks cloudsplaining and parliament what they say of policies.

Reads a JSON list of {"name", "document"} from standard input and writes, for
each name, the verdict that each of the two comes to in the words of package
iam, the actions of the escalation paths, and what the verdict rests on.
"""

import contextlib
import functools
import io
import json
import sys

import parliament
import parliament.statement
from cloudsplaining.scan.policy_document import PolicyDocument
from cloudsplaining.shared.exclusions import Exclusions
from parliament.community_auditors import sensitive_access

# cloudsplaining leaves out what its users mostly do not want to hear of, by the
# names of policies and roles: here nothing is left out.
NO_EXCLUSIONS = Exclusions({"policies": [], "roles": [], "users": [], "groups": [], "include-actions": [], "exclude-actions": []})

# This auditor knows no resources unless a configuration names some, and takes
# four fifths of the time to find nothing.
sensitive_access.audit = lambda policy: None

# The same questions are asked again and again; policies do not change between.
parliament.statement.get_privilege_info = functools.cache(parliament.statement.get_privilege_info)
parliament.policy.Policy.get_allowed_actions = functools.cache(parliament.policy.Policy.get_allowed_actions)

# Its administrators have every service; it has no word for them.
ALL_SERVICES = 200


def cloudsplaining(document):
    policy = PolicyDocument(document, exclusions=NO_EXCLUSIONS)
    escalations = policy.allows_privilege_escalation
    services = policy.service_wildcard
    exposed = {
        "credentials": policy.credentials_exposure,
        "data": policy.allows_data_exfiltration_actions,
        "permissions": policy.permissions_management_without_constraints,
    }
    because = [kind for kind, actions in exposed.items() if actions]
    if len(services) > ALL_SERVICES:
        verdict = "admin"
    elif escalations:
        verdict = "privilege-escalation"
    elif services:
        verdict = "wildcard-action"
    else:
        verdict = "wildcard-resource" if because else "clean"
    return verdict, because, [e["actions"] for e in escalations]


# What of parliament says that something is too wide. The rest is lint.
RESOURCES = {"RESOURCE_STAR", "RESOURCE_EFFECTIVELY_STAR", "CREDENTIALS_EXPOSURE", "PERMISSIONS_MANAGEMENT_ACTIONS"}


def parliament_says(document):
    findings = parliament.analyze_policy_string(json.dumps(document), include_community_auditors=True).findings
    issues = {f.issue for f in findings}
    escalations = [f.location["actions"] for f in findings if f.issue == "PRIVILEGE_ESCALATION"]
    if escalations:
        verdict = "privilege-escalation"
    else:
        verdict = "wildcard-resource" if issues & RESOURCES else "clean"
    return verdict, sorted(issues), escalations


def ask(tool, document):
    """A tool that breaks off has said nothing."""
    try:
        with contextlib.redirect_stdout(io.StringIO()):
            verdict, because, escalations = tool(document)
    except Exception as error:  # whatever it trips over
        return {"verdict": "unknown", "because": [type(error).__name__], "paths": []}
    return {"verdict": verdict, "because": because, "paths": sorted(sorted(e) for e in escalations)}


def main():
    tools = {"cloudsplaining": cloudsplaining, "parliament": parliament_says}
    answers = {}
    for row in json.load(sys.stdin):
        answers[row["name"]] = {name: ask(tool, row["document"]) for name, tool in tools.items()}
    json.dump(answers, sys.stdout, sort_keys=True)


if __name__ == "__main__":
    main()
