"""Puts the lines of standard input into a log of CloudWatch Logs at
$AWS_ENDPOINT_URL, each with its own time, and reads them back as they were. Prints
how many there are."""

import json
import sys

import boto3

lines = sys.stdin.read().splitlines()
logs = boto3.client("logs", region_name="eu-west-1")
logs.create_log_group(logGroupName="lambda-audit")
logs.create_log_stream(logGroupName="lambda-audit", logStreamName="nightly")
events = [{"timestamp": json.loads(line)["_aws"]["Timestamp"], "message": line} for line in lines]
answer = logs.put_log_events(logGroupName="lambda-audit", logStreamName="nightly", logEvents=events)
assert "rejectedLogEventsInfo" not in answer, answer
kept = logs.get_log_events(logGroupName="lambda-audit", logStreamName="nightly", startFromHead=True)["events"]
assert [e["message"] for e in kept] == lines, kept
print(len(kept))
