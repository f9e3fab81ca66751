"""The part of boto3_test.py about what watches functions: log groups, alarms,
metric streams, links to other accounts, and Compute Optimizer."""

import boto3


def read(account, functions, same, refused, pages):
    region = account["regions"][0]
    client = lambda service, **options: boto3.client(service, **{"region_name": region["name"]} | options)
    arn = lambda service, resource: f"arn:aws:{service}:{region['name']}:{account['id']}:{resource}"
    read_log_groups(client("logs"), arn, region, functions, same, refused, pages)
    read_alarms(client("cloudwatch"), arn, region, same, pages)
    read_streams(client("cloudwatch"), arn, region["metric_streams"], same)
    read_links(client("oam"), region["links"], same, pages)
    read_recommendations(client("compute-optimizer"), arn, region["optimizer"]["recommendations"], same, pages)
    elsewhere = client("compute-optimizer", region_name=account["regions"][1]["name"])
    refused("GetLambdaFunctionRecommendations where nobody opted in", "OptInRequiredException", elsewhere.get_lambda_function_recommendations)


def read_log_groups(logs, arn, region, functions, same, refused, pages):
    want = {g["name"]: [g.get("retention"), g["stored_bytes"], g.get("kms_key"), g.get("class", "STANDARD")] for g in region["log_groups"]}
    ran = {f"/aws/lambda/{f['name']}" for f in functions if "metrics" in f and "log_group" not in f} - set(region["lost_log_groups"])
    for size in (7, 50):
        got, count = pages(logs, "describe_log_groups", "logGroups", PaginationConfig={"PageSize": size})
        same(f"DescribeLogGroups by {size}", [g["logGroupName"] for g in got], sorted(ran | set(want)))
        same(f"DescribeLogGroups by {size}, pages", count, -(-len(ran | set(want)) // size))
    for g in got:
        name = g["logGroupName"]
        facts = [g.get("retentionInDays"), g["storedBytes"], g.get("kmsKeyId"), g["logGroupClass"]]
        same(f"DescribeLogGroups {name}", facts, want.get(name, [region["log_retention"], facts[1], None, "STANDARD"]))
        same(f"DescribeLogGroups {name} ARNs", [g["arn"], g["logGroupArn"]], [arn("logs", f"log-group:{name}:*"), arn("logs", f"log-group:{name}")])
    some, _ = pages(logs, "describe_log_groups", "logGroups", logGroupNamePrefix="/aws/lambda/page-001")
    same("DescribeLogGroups by prefix", [g["logGroupName"] for g in some], [f"/aws/lambda/page-{n:04d}" for n in range(10, 20)])
    some, _ = pages(logs, "describe_log_groups", "logGroups", logGroupNamePattern="orders")
    same("DescribeLogGroups by pattern", [g["logGroupName"] for g in some], ["/shop/orders"])
    refused("DescribeLogGroups by both", "InvalidParameterException", logs.describe_log_groups, logGroupNamePrefix="/shop", logGroupNamePattern="orders")


def as_written(what, got, want, defaults, same):
    """Compares the members that the account's file writes, and those it leaves to AWS."""
    expected = defaults | want
    same(what, {key: got.get(key) for key in expected}, expected)


def read_alarms(cloudwatch, arn, region, same, pages):
    composites = {a["AlarmName"]: a for a in region["composite_alarms"]}
    metrics = {a["AlarmName"]: a for a in region["alarms"]}
    for size in (2, 100):
        both = dict(AlarmTypes=["MetricAlarm", "CompositeAlarm"], PaginationConfig={"PageSize": size})
        for kind, want in {"MetricAlarms": metrics, "CompositeAlarms": composites}.items():
            got, count = pages(cloudwatch, "describe_alarms", kind, **both)
            same(f"DescribeAlarms by {size}, {kind}", [a["AlarmName"] for a in got], sorted(want))
            same(f"DescribeAlarms by {size}, pages", count, -(-(len(metrics) + len(composites)) // size))
            for a in got:
                defaults = {"AlarmArn": arn("cloudwatch", f"alarm:{a['AlarmName']}"), "StateValue": "OK", "ActionsEnabled": True}
                as_written(f"DescribeAlarms {a['AlarmName']}", a, want.get(a["AlarmName"], {}), defaults, same)
    for arguments, want in (
        ({}, [sorted(metrics), []]),
        ({"AlarmTypes": ["CompositeAlarm"]}, [[], sorted(composites)]),
        ({"AlarmNamePrefix": "orders"}, [["orders-errors", "orders-late"], []]),
        ({"AlarmNames": ["band", "orders"]}, [["band"], []]),
    ):
        got = cloudwatch.describe_alarms(**arguments)
        same(f"DescribeAlarms with {arguments}", [[a["AlarmName"] for a in got.get(kind, [])] for kind in ("MetricAlarms", "CompositeAlarms")], want)


def read_streams(cloudwatch, arn, want, same):
    """boto3 has no paginator for metric streams."""
    got, token = [], {}
    while not got or token:
        page = cloudwatch.list_metric_streams(MaxResults=1, **token)
        got += page["Entries"]
        token = {"NextToken": page["NextToken"]} if page.get("NextToken") else {}
    same("ListMetricStreams", [s["Name"] for s in got], [s["Name"] for s in want])
    for stream, expected in zip(got, want):
        name = expected["Name"]
        defaults = {"Arn": arn("cloudwatch", f"metric-stream/{name}"), "State": "running", "FirehoseArn": arn("firehose", f"deliverystream/{name}")}
        as_written(f"ListMetricStreams {name}", stream, expected, defaults, same)


def read_links(oam, want, same, pages):
    for size in (1, 5):
        got, count = pages(oam, "list_links", "Items", PaginationConfig={"PageSize": size})
        same(f"ListLinks by {size}", [{key: link[key] for key in expected} for link, expected in zip(got, want)], want)
        same(f"ListLinks by {size}, pages", [len(got), count], [len(want), -(-len(want) // size)])
        same("ListLinks ids", [link["Arn"].rsplit("/", 1)[1] for link in got], [link["Id"] for link in got])


def read_recommendations(optimizer, arn, want, same, pages):
    told = {arn("lambda", f"function:{r['function']}:$LATEST"): r for r in want}
    visible = [a for a, r in told.items() if r["finding"] != "Unavailable"]
    for size in (1, 100):
        got, count = pages(optimizer, "get_lambda_function_recommendations", "lambdaFunctionRecommendations", PaginationConfig={"PageSize": size})
        same(f"GetLambdaFunctionRecommendations by {size}", [r["functionArn"] for r in got], visible)
        same(f"GetLambdaFunctionRecommendations by {size}, pages", count, -(-len(visible) // size))
    hidden, _ = pages(optimizer, "get_lambda_function_recommendations", "lambdaFunctionRecommendations", filters=[{"name": "Finding", "values": ["Unavailable"]}])
    same("GetLambdaFunctionRecommendations unavailable", [r["functionArn"] for r in hidden], [a for a in told if a not in visible])
    named, _ = pages(optimizer, "get_lambda_function_recommendations", "lambdaFunctionRecommendations", functionArns=[visible[1]])
    same("GetLambdaFunctionRecommendations by ARN", [r["functionArn"] for r in named], visible[1:2])
    for r in got + hidden:
        same(f"GetLambdaFunctionRecommendations {r['functionArn']}", recommended(r), expected_recommendation(told[r["functionArn"]]))


def recommended(r):
    """What Compute Optimizer said, in the words of the account's file."""
    options = sorted(r["memorySizeRecommendationOptions"], key=lambda o: o["rank"])
    saving = options[0].get("savingsOpportunity", {}) if options else {}
    return {
        "finding": r["finding"], "reasons": r["findingReasonCodes"], "invocations": r["numberOfInvocations"], "memory_mb": r["currentMemorySize"],
        "max_memory_mb": [u["value"] for u in r["utilizationMetrics"] if (u["name"], u["statistic"]) == ("Memory", "Maximum")],
        "options": [o["memorySize"] for o in options], "saving_percent": saving.get("savingsOpportunityPercentage"),
        "saving_usd": saving.get("estimatedMonthlySavings", {}).get("value"),
    }


def expected_recommendation(r):
    return {
        "finding": r["finding"], "reasons": r.get("reasons", []), "invocations": r.get("invocations", 0), "memory_mb": r.get("memory_mb", 3008),
        "max_memory_mb": [r["max_memory_mb"]] if "max_memory_mb" in r else [], "options": r.get("options", []),
        "saving_percent": r.get("saving_percent"), "saving_usd": r.get("saving_usd"),
    }
