"""The part of boto3_test.py about an organisation of accounts."""

import boto3


def read(organization, same, refused, pages):
    client = boto3.client("organizations", region_name="us-east-1")
    root = organization["root"]
    got, _ = pages(client, "list_roots", "Roots")
    same("ListRoots", [(r["Id"], r["Name"]) for r in got], [(root["id"], root["name"])])
    members = sorted(read_unit(client, root, same, pages))
    for size in (1, 20):
        got, count = pages(client, "list_accounts", "Accounts", PaginationConfig={"PageSize": size})
        same(f"ListAccounts by {size}, pages", count, -(-len(members) // size))
        same(f"ListAccounts by {size}", sorted((a["Id"], a["Name"], a["State"]) for a in got), members)
    refused("ListAccountsForParent of nothing", "ParentNotFoundException", client.list_accounts_for_parent, ParentId="ou-a1b2-nowhere0")


def read_unit(client, unit, same, pages):
    """The members at and below the unit, as boto3 tells of them."""
    want = sorted(told(m) for m in unit.get("members", []))
    got, _ = pages(client, "list_accounts_for_parent", "Accounts", ParentId=unit["id"])
    same(f"ListAccountsForParent {unit['name']}", sorted((a["Id"], a["Name"], a["State"]) for a in got), want)
    for m in unit.get("members", []):
        tags, _ = pages(client, "list_tags_for_resource", "Tags", ResourceId=told(m)[0])
        same(f"ListTagsForResource {m['name']}", {t["Key"]: t["Value"] for t in tags}, m.get("tags", {}))
    units, _ = pages(client, "list_organizational_units_for_parent", "OrganizationalUnits", ParentId=unit["id"])
    same(f"ListOrganizationalUnitsForParent {unit['name']}", [u["Name"] for u in units], [u["name"] for u in unit.get("units", [])])
    for got, below in zip(units, unit.get("units", [])):
        want += read_unit(client, {**below, "id": got["Id"]}, same, pages)
    return want


def told(member):
    return member["id"], member["name"], member.get("state", "ACTIVE")
