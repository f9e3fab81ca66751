"""The part of boto3_test.py about which services roles called last."""

from datetime import datetime

import boto3


def read(account, same, refused):
    iam = boto3.client("iam", region_name=account["regions"][0]["name"])
    for role in account["roles"]:
        arn = f"arn:aws:iam::{account['id']}:role{role['path']}{role['name']}"
        job = iam.generate_service_last_accessed_details(Arn=arn, Granularity="SERVICE_LEVEL")["JobId"]
        for _ in range(role.get("access_polls", 0)):
            got = iam.get_service_last_accessed_details(JobId=job)
            same(f"job of {role['name']} under way", [got["JobStatus"], got["ServicesLastAccessed"], got.get("JobCompletionDate")], ["IN_PROGRESS", [], None])
        got = iam.get_service_last_accessed_details(JobId=job)
        want = role.get("access_job", "COMPLETED")
        same(f"job of {role['name']}", [got["JobStatus"], got["JobType"], "Error" in got], [want, "SERVICE_LEVEL", want == "FAILED"])
        if want == "COMPLETED":
            read_services(iam, job, role, arn, same)
    refused("GetServiceLastAccessedDetails of nothing", "NoSuchEntity", iam.get_service_last_accessed_details, JobId="4a5f6b7c-0000-4000-8000-000000000000")
    refused("GenerateServiceLastAccessedDetails of nothing", "NoSuchEntity", iam.generate_service_last_accessed_details,
            Arn=f"arn:aws:iam::{account['id']}:role/gone")


def read_services(iam, job, role, arn, same):
    """Every service by itself: boto3 has no paginator for this operation."""
    services, marker = [], {}
    while True:
        got = iam.get_service_last_accessed_details(JobId=job, MaxItems=1, **marker)
        services += got["ServicesLastAccessed"]
        if not got["IsTruncated"]:
            break
        marker = {"Marker": got["Marker"]}
    want = {name: at and datetime.fromisoformat(at.replace("Z", "+00:00")) for name, at in role["last_accessed"].items()}
    same("GetServiceLastAccessedDetails", {s["ServiceNamespace"]: s.get("LastAuthenticated") for s in services}, want)
    for s in services:
        used = s["ServiceNamespace"] in want and want[s["ServiceNamespace"]] is not None
        same(f"GetServiceLastAccessedDetails {s['ServiceNamespace']}", [s.get("LastAuthenticatedEntity"), s["TotalAuthenticatedEntities"], bool(s["ServiceName"])],
             [arn if used else None, int(used), True])
