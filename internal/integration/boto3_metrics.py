"""The part of boto3_test.py about metrics: which there are, and their values."""

from datetime import datetime, timedelta, timezone

import boto3


def read(account, functions, same, refused, pages):
    region = account["regions"][0]
    client = boto3.client("cloudwatch", region_name=region["name"])
    series = list(written(region, functions))
    read_names(client, series, same, pages)
    read_values(client, datetime.fromisoformat(account["now"].replace("Z", "+00:00")), series[-500:], same, pages)
    read_by_hour(client, account, region, same)
    query = {"Id": "q", "MetricStat": {"Period": 60, "Stat": "Sum", "Metric": {"Namespace": "AWS/Lambda", "MetricName": "Errors"}}}
    now = datetime.now(timezone.utc)
    refused("GetMetricData with 501 questions", "ValidationError", client.get_metric_data, StartTime=now - timedelta(days=1), EndTime=now,
            MetricDataQueries=[{**query, "Id": f"q{n}"} for n in range(501)])


def written(region, functions):
    """Every series of the account's file, with its namespace and dimensions. What
    there is one of comes last."""
    def of(namespace, dimensions, metrics):
        for key, values in metrics.items():
            name, stat = key.split(".")
            yield namespace, name, stat, dimensions, values
    for f in sorted(functions, key=lambda f: not f["name"].startswith("page-")):
        name = ("FunctionName", f["name"])
        yield from of("AWS/Lambda", (name,), f.get("metrics", {}))
        for qualifier, metrics in f.get("qualifier_metrics", {}).items():
            yield from of("AWS/Lambda", (name, ("Resource", f"{f['name']}:{qualifier}")), metrics)
        yield from of("LambdaInsights", (("function_name", f["name"]),), f.get("insights", {}))
    yield from of("AWS/Lambda", (), region["metrics"])
    for q in region["queues"]:
        yield from of("AWS/SQS", (("QueueName", q["name"]),), q.get("metrics", {}))
    for g in region["log_groups"]:
        yield from of("AWS/Logs", (("LogGroupName", g["name"]),), g.get("metrics", {}))


def read_names(client, series, same, pages):
    for namespace in sorted({namespace for namespace, *_ in series} - {"AWS/Logs", "LambdaInsights"}):
        got, count = pages(client, "list_metrics", "Metrics", Namespace=namespace)
        want = {(name, dimensions) for of, name, _, dimensions, _ in series if of == namespace}
        same(f"ListMetrics {namespace}", {(m["MetricName"], tuple((d["Name"], d["Value"]) for d in m["Dimensions"])) for m in got}, want)
        same(f"ListMetrics {namespace}, pages of 500", [len(got), count], [len(want), -(-len(want) // 500)])
    got, _ = pages(client, "list_metrics", "Metrics", Namespace="AWS/Lambda", MetricName="Invocations", Dimensions=[{"Name": "Resource"}])
    same("ListMetrics by dimension", [[d["Value"] for d in m["Dimensions"]] for m in got], [["orders-api", "orders-api:live"]])
    got, _ = pages(client, "list_metrics", "Metrics", Namespace="AWS/Logs", Dimensions=[{"Name": "LogGroupName", "Value": "/shop/orders"}])
    same("ListMetrics of a log group", [m["MetricName"] for m in got], ["IncomingBytes"])


def read_values(client, now, series, same, pages):
    end = now.replace(minute=0)
    queries = [{"Id": f"q{i}", "MetricStat": {"Period": 86400, "Stat": stat, "Metric": {
        "Namespace": namespace, "MetricName": name, "Dimensions": [{"Name": n, "Value": v} for n, v in dimensions]}}}
        for i, (namespace, name, stat, dimensions, _) in enumerate(series)]
    days = {}
    for row in pages(client, "get_metric_data", "MetricDataResults", MetricDataQueries=queries, StartTime=end - timedelta(days=3), EndTime=end)[0]:
        days.setdefault(row["Id"], {}).update({(end - at.astimezone(timezone.utc)).days: v for at, v in zip(row["Timestamps"], row["Values"])})
    for i, (namespace, name, stat, dimensions, values) in enumerate(series):
        values = values if isinstance(values, list) else [values] * 3
        same(f"GetMetricData {namespace} {name}.{stat} {dimensions}", days.get(f"q{i}", {}), {3 - n: v for n, v in enumerate(values) if v is not None})


def read_by_hour(client, account, region, same):
    """The last day by the hour, in pages: every hour has the day's highest."""
    end = datetime.fromisoformat(account["now"].replace("Z", "+00:00")).replace(minute=0)
    query = {"Id": "peak", "MetricStat": {"Period": 3600, "Stat": "Maximum", "Metric": {"Namespace": "AWS/Lambda", "MetricName": "ConcurrentExecutions"}}}
    found = []
    for page in client.get_paginator("get_metric_data").paginate(MetricDataQueries=[query], StartTime=end - timedelta(days=1), EndTime=end,
                                                                 ScanBy="TimestampAscending", PaginationConfig={"PageSize": 10}):
        for row in page["MetricDataResults"]:
            found += zip(row["Timestamps"], row["Values"])
    same("GetMetricData by the hour", [(at.astimezone(timezone.utc), v) for at, v in found],
         [(end - timedelta(hours=24 - n), region["metrics"]["ConcurrentExecutions.Maximum"][-1]) for n in range(24)])
