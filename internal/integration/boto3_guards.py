"""The part of boto3_test.py about who may come by a URL, and about what guards
code: runtimes, signatures, Inspector and GuardDuty."""

import boto3


def read(account, same, refused, pages):
    region = account["regions"][0]
    client = lambda service: boto3.client(service, region_name=region["name"])
    prefix = f"arn:aws:lambda:{region['name']}:{account['id']}:"
    want = next(f for f in region["functions"] if "urls" in f)
    read_urls(client("lambda"), prefix, want, same, pages)
    read_code(client("lambda"), prefix, want, [f for f in region["functions"] if "code_signing" in f], same, refused)
    read_region(client("inspector2"), client("guardduty"), account, region, same, refused, pages)


def read_urls(client, prefix, want, same, pages):
    for size in (1, 50):
        got, count = pages(client, "list_function_url_configs", "FunctionUrlConfigs", FunctionName=want["name"], PaginationConfig={"PageSize": size})
        same(f"ListFunctionUrlConfigs by {size}, pages", count, -(-len(want["urls"]) // size))
        same(f"ListFunctionUrlConfigs by {size}",
             [(u["FunctionArn"], u["AuthType"], u["InvokeMode"], u["CreationTime"], u.get("Cors")) for u in got],
             [(prefix + "function:" + want["name"] + ("" if u["qualifier"] == "$LATEST" else ":" + u["qualifier"]), u["auth_type"], u["invoke_mode"], u["created"], cors(u))
              for u in want["urls"]])


def cors(url):
    """The CORS settings as the API spells them."""
    if "cors" not in url:
        return None
    return {"".join(word.capitalize() for word in name.split("_")): value for name, value in url["cors"].items()}


def read_code(client, prefix, want, signed, same, refused):
    name = want["name"]
    got = client.get_runtime_management_config(FunctionName=name)
    same("GetRuntimeManagementConfig", [got["UpdateRuntimeOn"], got["FunctionArn"]], [want["update_runtime_on"], f"{prefix}function:{name}:$LATEST"])
    for f in signed:
        arn = client.get_function_code_signing_config(FunctionName=f["name"])["CodeSigningConfigArn"]
        same(f"GetFunctionCodeSigningConfig {f['name']}", arn, f"{prefix}code-signing-config:{f['code_signing']['name']}")
        got = client.get_code_signing_config(CodeSigningConfigArn=arn)["CodeSigningConfig"]
        same("GetCodeSigningConfig", [got["CodeSigningConfigArn"], got["CodeSigningPolicies"]["UntrustedArtifactOnDeployment"]], [arn, f["code_signing"]["policy"]])
    refused("GetFunctionCodeSigningConfig of an image", "InvalidParameterValueException", client.get_function_code_signing_config, FunctionName="video")


def read_region(inspector, guardduty, account, region, same, refused, pages):
    got = inspector.batch_get_account_status(accountIds=[account["id"], "444455556666"])
    same("BatchGetAccountStatus", [(a["accountId"], a["resourceState"]["lambda"]["status"]) for a in got["accounts"]], [(account["id"], region["inspector"])])
    same("BatchGetAccountStatus of another account", [a["accountId"] for a in got["failedAccounts"]], ["444455556666"])
    ids, _ = pages(guardduty, "list_detectors", "DetectorIds")
    got = guardduty.get_detector(DetectorId=ids[0])
    same("GetDetector", [got["Status"]] + [f["Status"] for f in got["Features"] if f["Name"] == "LAMBDA_NETWORK_LOGS"], ["ENABLED", region["guardduty"]])
    refused("GetDetector of nothing", "BadRequestException", guardduty.get_detector, DetectorId="gone")
