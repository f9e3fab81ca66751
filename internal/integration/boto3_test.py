"""Reads every operation of the fixtures server with boto3 and its paginators,
and holds what comes back against the account's file. The first argument is the
file; the environment says where the server is. Differences go to standard
output, one a line, and make the exit code 1."""

import json
import sys
from datetime import datetime, timedelta, timezone

import boto3
import boto3_account
from botocore.exceptions import ClientError

ACCOUNT = json.load(open(sys.argv[1], encoding="utf-8"))
REGION = ACCOUNT["regions"][0]
HOME = REGION["name"]
PREFIX = f"arn:aws:lambda:{HOME}:{ACCOUNT['id']}:function:"
NOW = datetime.fromisoformat(ACCOUNT["now"].replace("Z", "+00:00"))
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
        "EphemeralStorage.Size": "ephemeral_mb", "SnapStart.ApplyOn": "snap_start",
    }.items():
        member(what, got, api, want.get(name))
    if "layers" in want:
        same(f"{what} Layers", [layer["Arn"] for layer in got.get("Layers", [])], want["layers"])
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
    for name in ("orders-api", "sealed", "video", "page-0007"):
        one = client.get_function_configuration(FunctionName=name)
        configuration(f"GetFunctionConfiguration {name}", one, want[name])
        same(f"GetFunctionConfiguration {name} State", one["State"], "Active")
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
    same("GetFunctionConcurrency", client.get_function_concurrency(FunctionName=name)["ReservedConcurrentExecutions"], want["reserved_concurrency"])
    same("ListTags", client.list_tags(Resource=arn)["Tags"], want["tags"])
    read_event_sources(client)


def read_event_sources(client):
    for got in pages(client, "list_event_source_mappings", "EventSourceMappings")[0]:
        want = next(e for e in REGION["event_sources"] if e["uuid"] == got["UUID"])
        what = f"ListEventSourceMappings {got['UUID']}"
        same(f"{what} FunctionArn", got["FunctionArn"], PREFIX + want["function"])
        same(f"{what} LastModified", got["LastModified"], datetime.fromisoformat(want["last_modified"].replace("Z", "+00:00")))
        for api, name in {
            "EventSourceArn": "source", "State": "state", "BatchSize": "batch_size", "FunctionResponseTypes": "function_response_types",
            "ScalingConfig.MaximumConcurrency": "maximum_concurrency", "StartingPosition": "starting_position", "MaximumRetryAttempts": "max_retries",
            "MaximumRecordAgeInSeconds": "max_age", "BisectBatchOnFunctionError": "bisect", "DestinationConfig.OnFailure.Destination": "on_failure",
        }.items():
            member(what, got, api, want.get(name))
    for e in REGION["event_sources"]:
        for filters in ({"FunctionName": e["function"]}, {"EventSourceArn": e["source"]}):
            same(f"ListEventSourceMappings by {filters}", [m["UUID"] for m in pages(client, "list_event_source_mappings", "EventSourceMappings", **filters)[0]], [e["uuid"]])


def read_metrics(client):
    names = {f["name"] for f in functions() if "metrics" in f}
    got, _ = pages(client, "list_metrics", "Metrics", Namespace="AWS/Lambda", MetricName="Invocations", Dimensions=[{"Name": "FunctionName"}])
    same("ListMetrics", {d["Value"] for m in got for d in m["Dimensions"]}, names)
    end = NOW.replace(minute=0)
    wanted = [(f["name"], key, series) for f in functions() for key, series in f.get("metrics", {}).items()][:500]
    queries = [{"Id": f"q{i}", "MetricStat": {"Period": 86400, "Stat": key.split(".")[1], "Metric": {
        "Namespace": "AWS/Lambda", "MetricName": key.split(".")[0], "Dimensions": [{"Name": "FunctionName", "Value": name}]}}} for i, (name, key, _) in enumerate(wanted)]
    days = {}
    for row in pages(client, "get_metric_data", "MetricDataResults", MetricDataQueries=queries, StartTime=end - timedelta(days=3), EndTime=end)[0]:
        days.setdefault(row["Id"], {}).update({(end - at.astimezone(timezone.utc)).days: v for at, v in zip(row["Timestamps"], row["Values"])})
    for i, (name, key, series) in enumerate(wanted):
        series = series if isinstance(series, list) else [series] * 3
        same(f"GetMetricData {name} {key}", days.get(f"q{i}", {}), {3 - i: v for i, v in enumerate(series) if v is not None})
    same("DescribeAlarms", pages(client, "describe_alarms", "MetricAlarms")[0], [])


def main():
    read_lambda(boto3.client("lambda", region_name=HOME))
    read_metrics(boto3.client("cloudwatch", region_name=HOME))
    boto3_account.read(ACCOUNT, same, refused, pages)
    print("\n".join(differences))
    sys.exit(bool(differences))


main()
