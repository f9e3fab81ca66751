"""The part of boto3_test.py about the account: IAM, queues, identity, regions
and tags."""

import json

import boto3

# The document that roles have whose trust the account's file leaves out.
LAMBDA_TRUST = {"Version": "2012-10-17", "Statement": [
    {"Effect": "Allow", "Principal": {"Service": "lambda.amazonaws.com"}, "Action": "sts:AssumeRole"}]}


def read(account, same, refused, pages):
    region = account["regions"][0]
    client = lambda service: boto3.client(service, region_name=region["name"])
    read_iam(client("iam"), account, same, refused, pages)
    read_queues(client("sqs"), account, region, same, refused, pages)
    read_identity(client("sts"), client("sso"), account, same, refused)
    read_regions(client("ec2"), account, same)
    read_tags(client("resourcegroupstaggingapi"), account, region, same, pages)


def role_arn(account, role):
    return f"arn:aws:iam::{account['id']}:role{role['path']}{role['name']}"


def role_facts(role):
    """What describes a role, whichever operation told it."""
    return {"Arn": role["Arn"], "Path": role["Path"], "Trust": role["AssumeRolePolicyDocument"],
            "Boundary": role.get("PermissionsBoundary", {}).get("PermissionsBoundaryArn")}


def read_iam(iam, account, same, refused, pages):
    want = {r["name"]: {"Arn": role_arn(account, r), "Path": r["path"], "Trust": r.get("trust", LAMBDA_TRUST), "Boundary": r.get("boundary")}
            for r in account["roles"]}
    summary = iam.get_account_summary()["SummaryMap"]
    same("GetAccountSummary", [summary["Roles"], summary["Policies"]], [len(want), len(account["policies"])])
    for size in (1, 1000):
        got, count = pages(iam, "list_roles", "Roles", PaginationConfig={"PageSize": size})
        # ListRoles leaves the boundary out, as the API reference says.
        same(f"ListRoles by {size}", {r["RoleName"]: role_facts(r) | {"Boundary": None} for r in got}, {n: w | {"Boundary": None} for n, w in want.items()})
        same(f"ListRoles by {size}, pages", count, -(-len(want) // size))
    for name in want:
        same(f"GetRole {name}", role_facts(iam.get_role(RoleName=name)["Role"]), want[name])
    refused("GetRole of nothing", "NoSuchEntity", iam.get_role, RoleName="gone")
    for role in account["roles"]:
        read_policies_of(iam, role, same, pages)
    read_details(iam, account, want, same, pages)
    for policy in account["policies"]:
        read_policy(iam, policy, same)
    aws = "arn:aws:iam::aws:policy/AdministratorAccess"
    version = iam.get_policy_version(PolicyArn=aws, VersionId=iam.get_policy(PolicyArn=aws)["Policy"]["DefaultVersionId"])
    statement = version["PolicyVersion"]["Document"]["Statement"][0]
    same("GetPolicyVersion of AWS's", [statement["Effect"], statement["Action"], statement["Resource"]], ["Allow", "*", "*"])


def read_policies_of(iam, role, same, pages):
    name, inline = role["name"], role.get("inline", [])
    got, _ = pages(iam, "list_role_policies", "PolicyNames", RoleName=name, PaginationConfig={"PageSize": 1})
    same(f"ListRolePolicies {name}", got, [p["name"] for p in inline])
    for p in inline:
        same(f"GetRolePolicy {name} {p['name']}", iam.get_role_policy(RoleName=name, PolicyName=p["name"])["PolicyDocument"], p["document"])
    got, _ = pages(iam, "list_attached_role_policies", "AttachedPolicies", RoleName=name, PaginationConfig={"PageSize": 1})
    same(f"ListAttachedRolePolicies {name}", sorted(p["PolicyArn"] for p in got), sorted(role["attached"]))


def read_details(iam, account, want, same, pages):
    details, _ = pages(iam, "get_account_authorization_details", "RoleDetailList", Filter=["Role"], PaginationConfig={"PageSize": 1})
    same("GetAccountAuthorizationDetails roles", {r["RoleName"]: role_facts(r) for r in details}, want)
    for role in account["roles"]:
        got = next(r for r in details if r["RoleName"] == role["name"])
        same(f"GetAccountAuthorizationDetails {role['name']}",
             [{p["PolicyName"]: p["PolicyDocument"] for p in got["RolePolicyList"]}, sorted(p["PolicyArn"] for p in got["AttachedManagedPolicies"])],
             [{p["name"]: p["document"] for p in role.get("inline", [])}, sorted(role["attached"])])
    policies, _ = pages(iam, "get_account_authorization_details", "Policies", Filter=["LocalManagedPolicy"])
    same("GetAccountAuthorizationDetails policies", [(p["Arn"], p["DefaultVersionId"], p["PolicyVersionList"][0]["Document"]) for p in policies],
         [(p["arn"], p["version_id"], p["document"]) for p in account["policies"]])


def read_policy(iam, policy, same):
    got = iam.get_policy(PolicyArn=policy["arn"])["Policy"]
    same("GetPolicy", [got["Arn"], got["DefaultVersionId"]], [policy["arn"], policy["version_id"]])
    version = iam.get_policy_version(PolicyArn=policy["arn"], VersionId=policy["version_id"])["PolicyVersion"]
    same("GetPolicyVersion", [version["Document"], version["IsDefaultVersion"]], [policy["document"], True])


def read_queues(sqs, account, region, same, refused, pages):
    prefix = f"arn:aws:sqs:{region['name']}:{account['id']}:"
    urls, _ = pages(sqs, "list_queues", "QueueUrls", PaginationConfig={"PageSize": 3})
    same("ListQueues", sorted(u.rsplit("/", 1)[1] for u in urls), sorted(q["name"] for q in region["queues"]))
    for q in region["queues"]:
        url = sqs.get_queue_url(QueueName=q["name"])["QueueUrl"]
        got = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["All"])["Attributes"]
        redrive = {"deadLetterTargetArn": q["redrive_target"], "maxReceiveCount": q["max_receive_count"]} if "redrive_target" in q else None
        same(f"GetQueueAttributes {q['name']}",
             [got["QueueArn"], got["VisibilityTimeout"], got["MessageRetentionPeriod"], json.loads(got.get("RedrivePolicy", "null")), got.get("FifoQueue")],
             [prefix + q["name"], str(q["visibility"]), str(q["retention"]), redrive, "true" if q["name"].endswith(".fifo") else None])
        sources, _ = pages(sqs, "list_dead_letter_source_queues", "queueUrls", QueueUrl=url, PaginationConfig={"PageSize": 1})
        same(f"ListDeadLetterSourceQueues {q['name']}", sorted(u.rsplit("/", 1)[1] for u in sources),
             sorted(s["name"] for s in region["queues"] if s.get("redrive_target") == prefix + q["name"]))
    refused("GetQueueUrl of nothing", "AWS.SimpleQueueService.NonExistentQueue", sqs.get_queue_url, QueueName="gone")


def read_identity(sts, sso, account, same, refused):
    got = sts.get_caller_identity()
    same("GetCallerIdentity", [got["Account"], got["Arn"]], [account["id"], account["caller"]])
    arn = role_arn(account, account["roles"][0])
    name = account["roles"][0]["name"]
    answers = {
        "AssumeRole": sts.assume_role(RoleArn=arn, RoleSessionName="reader")["Credentials"],
        "AssumeRoleWithWebIdentity": sts.assume_role_with_web_identity(RoleArn=arn, RoleSessionName="reader", WebIdentityToken="a token")["Credentials"],
    }
    portal = sso.get_role_credentials(accountId=account["id"], roleName=name, accessToken="a token")["roleCredentials"]
    answers["GetRoleCredentials"] = {"AccessKeyId": portal["accessKeyId"], "SecretAccessKey": portal["secretAccessKey"], "SessionToken": portal["sessionToken"]}
    for operation, keys in answers.items():
        session = boto3.Session(keys["AccessKeyId"], keys["SecretAccessKey"], keys["SessionToken"])
        caller = session.client("sts", region_name="us-east-1").get_caller_identity()["Arn"]
        same(f"{operation}, the caller", caller.rsplit("/", 1)[0], f"arn:aws:sts::{account['id']}:assumed-role/{name}")
    refused("AssumeRole of nothing", "AccessDenied", sts.assume_role, RoleArn=arn + "-gone", RoleSessionName="reader")


def read_regions(ec2, account, same):
    got = {r["RegionName"]: r["OptInStatus"] for r in ec2.describe_regions(AllRegions=True)["Regions"]}
    for region in account["regions"]:
        status = got.get(region["name"])
        same(f"DescribeRegions {region['name']}", status == "not-opted-in", region.get("state") == "not-enabled")
    enabled = [r["RegionName"] for r in ec2.describe_regions()["Regions"]]
    same("DescribeRegions, enabled only", [n for n in enabled if got.get(n) == "not-opted-in"], [])
    same("DescribeRegions, home", account["regions"][0]["name"] in enabled, True)


def read_tags(tagging, account, region, same, pages):
    prefix = f"arn:aws:lambda:{region['name']}:{account['id']}:function:"
    got, count = pages(tagging, "get_resources", "ResourceTagMappingList", ResourceTypeFilters=["lambda:function"])
    want = {}
    for f in region["functions"]:
        names = [f"{f['name']}-{n + 1:04d}" for n in range(f["copies"])] if "copies" in f else [f["name"]]
        want.update({prefix + n: f["tags"] for n in names if "tags" in f})
    same("GetResources", {r["ResourceARN"]: {t["Key"]: t["Value"] for t in r["Tags"]} for r in got}, want)
    same("GetResources pages of 100", count, -(-len(want) // 100))
    queues = [f"arn:aws:sqs:{region['name']}:{account['id']}:{q['name']}" for q in region["queues"] if q.get("tags") == {"team": "orders"}]
    some, _ = pages(tagging, "get_resources", "ResourceTagMappingList", TagFilters=[{"Key": "team", "Values": ["orders"]}])
    same("GetResources by tag", sorted(r["ResourceARN"] for r in some), sorted([prefix + "orders-api"] + queues))
    named = tagging.get_resources(ResourceARNList=[prefix + "orders-api", prefix + "video"])["ResourceTagMappingList"]
    same("GetResources by ARN", [r["ResourceARN"] for r in named], [prefix + "orders-api"])
