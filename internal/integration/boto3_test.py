"""Reads every operation of the fixtures server with boto3 and its paginators,
and holds what comes back against the account's file. The first argument is the
file, the second that of its organisation; the environment says where the server
is. Differences go to standard output, one a line, and make the exit code 1."""

import json
import sys
from datetime import datetime

import boto3
import boto3_access
import boto3_account
import boto3_guards
import boto3_metrics
import boto3_network
import boto3_organization
import boto3_watch
from botocore.exceptions import ClientError

ACCOUNT = json.load(open(sys.argv[1], encoding="utf-8"))
REGION = ACCOUNT["regions"][0]
HOME = REGION["name"]
PREFIX = f"arn:aws:lambda:{HOME}:{ACCOUNT['id']}:function:"
# Members that only GetFunctionConfiguration shows: what the file calls them, and
# what they are where it does not say.
STATES = {
    "State": ("state", "Active"), "StateReason": ("state_reason", None), "StateReasonCode": ("state_reason_code", None),
    "LastUpdateStatus": ("update_status", "Successful"), "LastUpdateStatusReason": ("update_reason", None), "LastUpdateStatusReasonCode": ("update_reason_code", None),
}
differences = []


def same(what, got, want):
    if got != want:
        differences.append(f"{what}: got {got!r}, want {want!r}")


def refused(what, code, call, **arguments):
    try:
        call(**arguments)
        differences.append(f"{what}: answered, want {code}")
    except ClientError as err:
        same(what, err.response["Error"]["Code"], code)


def pages(client, operation, member, **arguments):
    """All rows of a list, through boto3's own paginator."""
    found = list(client.get_paginator(operation).paginate(**arguments))
    return [row for page in found for row in page.get(member, [])], len(found)


def functions():
    """The account's functions, with copies written out as the model says."""
    for f in REGION["functions"]:
        if "copies" not in f:
            yield f
        for n in range(f.get("copies", 0)):
            yield {**f, "name": f"{f['name']}-{n + 1:04d}"}


def member(what, got, api, want):
    """Compares one member where the account's file speaks of it."""
    if want is not None:
        for key in api.split("."):
            got = got.get(key) if isinstance(got, dict) else None
        same(f"{what} {api}", got, want)


def configuration(what, got, want):
    member(what, got, "FunctionName", want.get("name"))
    for api, name in {
        "Description": "description", "Runtime": "runtime", "Handler": "handler", "Role": "role", "Timeout": "timeout", "MemorySize": "memory_mb",
        "Architectures": "architectures", "PackageType": "package_type", "CodeSize": "code_size", "CodeSha256": "code_sha256",
        "LastModified": "last_modified", "DeadLetterConfig.TargetArn": "dead_letter", "Environment.Variables": "environment", "KMSKeyArn": "kms_key",
        "TracingConfig.Mode": "tracing", "LoggingConfig.LogFormat": "log_format", "LoggingConfig.LogGroup": "log_group",
        "EphemeralStorage.Size": "ephemeral_mb", "SnapStart.ApplyOn": "snap_start", "MasterArn": "master_arn",
        "CapacityProviderConfig.LambdaManagedInstancesCapacityProviderConfig.CapacityProviderArn": "capacity_provider",
    }.items():
        member(what, got, api, want.get(name))
    if "layers" in want:
        same(f"{what} Layers", [layer["Arn"] for layer in got.get("Layers", [])], want["layers"])
    if "file_systems" in want:
        same(f"{what} FileSystemConfigs", [system["Arn"] for system in got.get("FileSystemConfigs", [])], want["file_systems"])
    if "vpc" in want:
        vpc = got.get("VpcConfig", {})
        same(f"{what} VpcConfig", [vpc.get("VpcId"), vpc.get("SubnetIds"), vpc.get("SecurityGroupIds")], [want["vpc"][k] for k in ("id", "subnets", "security_groups")])
    if "environment_error" in want:
        error = got.get("Environment", {}).get("Error", {})
        same(f"{what} Environment.Error", [error.get("ErrorCode"), error.get("Message")], list(want["environment_error"].values()))


def read_lambda(client):
    want = {f["name"]: f for f in functions()}
    got, count = pages(client, "list_functions", "Functions")
    same("ListFunctions names", sorted(f["FunctionName"] for f in got), sorted(want))
    same("ListFunctions pages of 50", count, -(-len(want) // 50))
    for f in got:
        configuration(f"ListFunctions {f['FunctionName']}", f, want[f["FunctionName"]])
        same(f"ListFunctions {f['FunctionName']} ARN", f["FunctionArn"], PREFIX + f["FunctionName"])
    versions, _ = pages(client, "list_functions", "Functions", FunctionVersion="ALL")
    same("ListFunctions of all versions", len(versions), len(want) + sum(len(f.get("versions", [])) for f in want.values()))
    for name in ("orders-api", "sealed", "video", "stuck", "page-0007"):
        one = client.get_function_configuration(FunctionName=name)
        configuration(f"GetFunctionConfiguration {name}", one, want[name])
        same(f"GetFunctionConfiguration {name} State", [one.get(m) for m in STATES], [want[name].get(of, otherwise) for of, otherwise in STATES.values()])
    refused("GetFunctionConfiguration of nothing", "ResourceNotFoundException", client.get_function_configuration, FunctionName="gone")
    read_one_function(client, want["orders-api"])
    settings = client.get_account_settings()
    same("GetAccountSettings", [settings["AccountLimit"][k] for k in ("ConcurrentExecutions", "UnreservedConcurrentExecutions", "TotalCodeSize")]
         + [settings["AccountUsage"][k] for k in ("TotalCodeSize", "FunctionCount")],
         [REGION["concurrency_limit"], REGION["concurrency_limit"] - 25, REGION["code_size_limit"], REGION["total_code_size"], len(want)])


def read_one_function(client, want):
    name, arn = want["name"], PREFIX + want["name"]
    got, _ = pages(client, "list_versions_by_function", "Versions", FunctionName=name)
    same("ListVersionsByFunction", [(v["Version"], v["Timeout"], v["MemorySize"]) for v in got],
         [("$LATEST", want["timeout"], want["memory_mb"])] + [(v["version"], v.get("config", want)["timeout"], v.get("config", want)["memory_mb"]) for v in want["versions"]])
    got, _ = pages(client, "list_aliases", "Aliases", FunctionName=arn)
    same("ListAliases", [(a["Name"], a["AliasArn"], a["FunctionVersion"], a["Description"], a.get("RoutingConfig", {}).get("AdditionalVersionWeights", {})) for a in got],
         [(a["name"], f"{arn}:{a['name']}", a["version"], a.get("description", ""), a.get("weights", {})) for a in want["aliases"]])
    same("GetPolicy", json.loads(client.get_policy(FunctionName=name)["Policy"]), want["policy"])
    same("GetPolicy of an alias", json.loads(client.get_policy(FunctionName=name, Qualifier="live")["Policy"]), want["aliases"][1]["policy"])
    refused("GetPolicy where there is none", "ResourceNotFoundException", client.get_policy, FunctionName="sealed")
    got, _ = pages(client, "list_function_event_invoke_configs", "FunctionEventInvokeConfigs", FunctionName=name)
    same("ListFunctionEventInvokeConfigs", sorted(
        (c["FunctionArn"], c.get("MaximumEventAgeInSeconds"), c.get("MaximumRetryAttempts"),
         c["DestinationConfig"].get("OnFailure", {}).get("Destination"), c["DestinationConfig"].get("OnSuccess", {}).get("Destination")) for c in got),
         sorted((f"{arn}:{s['qualifier']}", s.get("max_age"), s.get("max_retries"), s.get("on_failure"), s.get("on_success")) for s in want["async_settings"]))
    got, _ = pages(client, "list_provisioned_concurrency_configs", "ProvisionedConcurrencyConfigs", FunctionName=name)
    same("ListProvisionedConcurrencyConfigs", [(p["FunctionArn"], p["RequestedProvisionedConcurrentExecutions"], p["AllocatedProvisionedConcurrentExecutions"], p["Status"], p["LastModified"]) for p in got],
         [(f"{arn}:{p['qualifier']}", p["requested"], p["allocated"], p["status"], p["last_modified"].replace("Z", "+0000")) for p in want["provisioned"]])
    same("GetFunctionConcurrency", client.get_function_concurrency(FunctionName=name)["ReservedConcurrentExecutions"], want["reserved_concurrency"])
    same("GetFunctionRecursionConfig", client.get_function_recursion_config(FunctionName=name)["RecursiveLoop"], want["recursive_loop"])
    same("ListTags", client.list_tags(Resource=arn)["Tags"], want["tags"])
    read_plain_function(client, "page-0001")
    read_event_sources(client)


def read_plain_function(client, name):
    """What the operations answer for a function on which nothing was set."""
    same("GetFunctionConcurrency of none", client.get_function_concurrency(FunctionName=name).get("ReservedConcurrentExecutions"), None)
    same("GetFunctionRecursionConfig unless set", client.get_function_recursion_config(FunctionName=name)["RecursiveLoop"], "Terminate")
    same("GetRuntimeManagementConfig unless set", client.get_runtime_management_config(FunctionName=name)["UpdateRuntimeOn"], "Auto")
    same("GetFunctionCodeSigningConfig of none", client.get_function_code_signing_config(FunctionName=name).get("CodeSigningConfigArn"), None)
    for operation, member in {"list_provisioned_concurrency_configs": "ProvisionedConcurrencyConfigs", "list_function_url_configs": "FunctionUrlConfigs",
                              "list_function_event_invoke_configs": "FunctionEventInvokeConfigs", "list_aliases": "Aliases"}.items():
        same(f"{operation} of nothing", pages(client, operation, member, FunctionName=name)[0], [])


def read_event_sources(client):
    for got in pages(client, "list_event_source_mappings", "EventSourceMappings")[0]:
        want = next(e for e in REGION["event_sources"] if e["uuid"] == got["UUID"])
        what = f"ListEventSourceMappings {got['UUID']}"
        same(f"{what} FunctionArn", got["FunctionArn"], PREFIX + want["function"])
        same(f"{what} LastModified", got["LastModified"], datetime.fromisoformat(want["last_modified"].replace("Z", "+00:00")))
        for api, name in {
            "MaximumBatchingWindowInSeconds": "batch_window", "StateTransitionReason": "state_reason", "LastProcessingResult": "last_result",
            "EventSourceArn": "source", "State": "state", "BatchSize": "batch_size", "FunctionResponseTypes": "function_response_types",
            "ScalingConfig.MaximumConcurrency": "maximum_concurrency", "StartingPosition": "starting_position", "MaximumRetryAttempts": "max_retries",
            "MaximumRecordAgeInSeconds": "max_age", "BisectBatchOnFunctionError": "bisect", "DestinationConfig.OnFailure.Destination": "on_failure",
        }.items():
            member(what, got, api, want.get(name))
    for e in REGION["event_sources"]:
        for filters in ({"FunctionName": e["function"]}, {"EventSourceArn": e["source"]}):
            same(f"ListEventSourceMappings by {filters}", [m["UUID"] for m in pages(client, "list_event_source_mappings", "EventSourceMappings", **filters)[0]], [e["uuid"]])


def main():
    read_lambda(boto3.client("lambda", region_name=HOME))
    boto3_metrics.read(ACCOUNT, list(functions()), same, refused, pages)
    boto3_watch.read(ACCOUNT, list(functions()), same, refused, pages)
    boto3_network.read(ACCOUNT, same, refused, pages)
    boto3_account.read(ACCOUNT, same, refused, pages)
    boto3_access.read(ACCOUNT, same, refused)
    boto3_guards.read(ACCOUNT, same, refused, pages)
    boto3_organization.read(json.load(open(sys.argv[2], encoding="utf-8")), same, refused, pages)
    print("\n".join(differences))
    sys.exit(bool(differences))


main()
