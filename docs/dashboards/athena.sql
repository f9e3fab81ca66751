-- Tables of Athena over the files of
--   lambda-audit audit -o 'ndjson=DIR/{kind}/dt={dt}/account={account}/region={region}'
-- copied to s3://BUCKET/lambda-audit/. Put your bucket in the place of BUCKET, and your
-- account ids in that of ACCOUNT_IDS; partitions need no crawler and no repair.
-- The column region is a partition. Rows within rows are JSON text: json_extract reads them.
-- Made by go test ./report -update from the rows' types.

CREATE DATABASE IF NOT EXISTS lambda_audit;

CREATE EXTERNAL TABLE IF NOT EXISTS lambda_audit.runs (
  `kind` string,
  `run_id` string,
  `account_id` string,
  `schema_version` bigint,
  `score_formula` string,
  `tool` string,
  `version` string,
  `account_ids` array<string>,
  `regions` string,
  `taken_at` string,
  `window_days` bigint,
  `mode` string,
  `judged` bigint,
  `runtimes_as_of` string,
  `prices_as_of` string,
  `managed_as_of` string,
  `functions` bigint,
  `score` double,
  `grade` string,
  `coverage` double,
  `worst_function` string,
  `worst_account_id` string,
  `grades` string,
  `monthly_cost_usd` double,
  `monthly_saving_usd` double,
  `cloudwatch_metrics` bigint,
  `cloudwatch_usd` double,
  `partial` boolean,
  `outcome` string,
  `exit_code` bigint,
  `tables` string,
  `baseline_run_id` string,
  `baseline_taken_at` string,
  `change_counts` string
)
PARTITIONED BY (`dt` string, `account` string, `region` string)
ROW FORMAT SERDE 'org.openx.data.jsonserde.JsonSerDe'
LOCATION 's3://BUCKET/lambda-audit/run/'
TBLPROPERTIES (
  'projection.enabled' = 'true',
  'projection.dt.type' = 'date',
  'projection.dt.format' = 'yyyy-MM-dd',
  'projection.dt.range' = '2026-01-01,NOW',
  'projection.account.type' = 'enum',
  'projection.account.values' = 'all,ACCOUNT_IDS',
  'projection.region.type' = 'enum',
  'projection.region.values' = 'global,af-south-1,ap-east-1,ap-east-2,ap-northeast-1,ap-northeast-2,ap-northeast-3,ap-south-1,ap-south-2,ap-southeast-1,ap-southeast-2,ap-southeast-3,ap-southeast-4,ap-southeast-5,ap-southeast-6,ap-southeast-7,ca-central-1,ca-west-1,cn-north-1,cn-northwest-1,eu-central-1,eu-central-2,eu-isoe-west-1,eu-north-1,eu-south-1,eu-south-2,eu-west-1,eu-west-2,eu-west-3,eusc-de-east-1,il-central-1,me-central-1,me-south-1,mx-central-1,sa-east-1,us-east-1,us-east-2,us-gov-east-1,us-gov-west-1,us-iso-east-1,us-iso-west-1,us-isob-east-1,us-isob-west-1,us-isof-east-1,us-isof-south-1,us-west-1,us-west-2',
  'storage.location.template' = 's3://BUCKET/lambda-audit/run/dt=${dt}/account=${account}/region=${region}/'
);

CREATE EXTERNAL TABLE IF NOT EXISTS lambda_audit.accounts (
  `kind` string,
  `run_id` string,
  `account_id` string,
  `taken_at` string,
  `account_name` string,
  `state` string,
  `reason` string,
  `regions` string,
  `functions` bigint,
  `score` double,
  `grade` string,
  `coverage` double,
  `worst_function` string,
  `critical` bigint,
  `high` bigint,
  `medium` bigint,
  `low` bigint,
  `monthly_cost_usd` double,
  `monthly_saving_usd` double,
  `scope` string
)
PARTITIONED BY (`dt` string, `account` string, `region` string)
ROW FORMAT SERDE 'org.openx.data.jsonserde.JsonSerDe'
LOCATION 's3://BUCKET/lambda-audit/account/'
TBLPROPERTIES (
  'projection.enabled' = 'true',
  'projection.dt.type' = 'date',
  'projection.dt.format' = 'yyyy-MM-dd',
  'projection.dt.range' = '2026-01-01,NOW',
  'projection.account.type' = 'enum',
  'projection.account.values' = 'all,ACCOUNT_IDS',
  'projection.region.type' = 'enum',
  'projection.region.values' = 'global,af-south-1,ap-east-1,ap-east-2,ap-northeast-1,ap-northeast-2,ap-northeast-3,ap-south-1,ap-south-2,ap-southeast-1,ap-southeast-2,ap-southeast-3,ap-southeast-4,ap-southeast-5,ap-southeast-6,ap-southeast-7,ca-central-1,ca-west-1,cn-north-1,cn-northwest-1,eu-central-1,eu-central-2,eu-isoe-west-1,eu-north-1,eu-south-1,eu-south-2,eu-west-1,eu-west-2,eu-west-3,eusc-de-east-1,il-central-1,me-central-1,me-south-1,mx-central-1,sa-east-1,us-east-1,us-east-2,us-gov-east-1,us-gov-west-1,us-iso-east-1,us-iso-west-1,us-isob-east-1,us-isob-west-1,us-isof-east-1,us-isof-south-1,us-west-1,us-west-2',
  'storage.location.template' = 's3://BUCKET/lambda-audit/account/dt=${dt}/account=${account}/region=${region}/'
);

CREATE EXTERNAL TABLE IF NOT EXISTS lambda_audit.functions (
  `kind` string,
  `run_id` string,
  `account_id` string,
  `taken_at` string,
  `function` string,
  `function_arn` string,
  `runtime` string,
  `architecture` string,
  `memory_mb` bigint,
  `timeout_s` bigint,
  `package_type` string,
  `role` string,
  `last_modified` string,
  `invocations` double,
  `p99_ms` double,
  `max_ms` double,
  `managed_by` string,
  `score` double,
  `score_low` double,
  `grade` string,
  `coverage` double,
  `failed` bigint,
  `unknown` bigint,
  `critical` bigint,
  `high` bigint,
  `medium` bigint,
  `low` bigint,
  `monthly_cost_usd` double,
  `monthly_compute_usd` double,
  `monthly_requests_usd` double,
  `monthly_init_usd` double,
  `monthly_provisioned_usd` double,
  `monthly_storage_usd` double,
  `monthly_logs_usd` double,
  `monthly_saving_usd` double,
  `tags` string,
  `code_sha256` string,
  `config_digest` string
)
PARTITIONED BY (`dt` string, `account` string, `region` string)
ROW FORMAT SERDE 'org.openx.data.jsonserde.JsonSerDe'
LOCATION 's3://BUCKET/lambda-audit/function/'
TBLPROPERTIES (
  'projection.enabled' = 'true',
  'projection.dt.type' = 'date',
  'projection.dt.format' = 'yyyy-MM-dd',
  'projection.dt.range' = '2026-01-01,NOW',
  'projection.account.type' = 'enum',
  'projection.account.values' = 'all,ACCOUNT_IDS',
  'projection.region.type' = 'enum',
  'projection.region.values' = 'global,af-south-1,ap-east-1,ap-east-2,ap-northeast-1,ap-northeast-2,ap-northeast-3,ap-south-1,ap-south-2,ap-southeast-1,ap-southeast-2,ap-southeast-3,ap-southeast-4,ap-southeast-5,ap-southeast-6,ap-southeast-7,ca-central-1,ca-west-1,cn-north-1,cn-northwest-1,eu-central-1,eu-central-2,eu-isoe-west-1,eu-north-1,eu-south-1,eu-south-2,eu-west-1,eu-west-2,eu-west-3,eusc-de-east-1,il-central-1,me-central-1,me-south-1,mx-central-1,sa-east-1,us-east-1,us-east-2,us-gov-east-1,us-gov-west-1,us-iso-east-1,us-iso-west-1,us-isob-east-1,us-isob-west-1,us-isof-east-1,us-isof-south-1,us-west-1,us-west-2',
  'storage.location.template' = 's3://BUCKET/lambda-audit/function/dt=${dt}/account=${account}/region=${region}/'
);

CREATE EXTERNAL TABLE IF NOT EXISTS lambda_audit.findings (
  `kind` string,
  `run_id` string,
  `account_id` string,
  `taken_at` string,
  `id` string,
  `rule` string,
  `title` string,
  `severity` string,
  `pillar` string,
  `outcome` string,
  `confidence` string,
  `subject_kind` string,
  `subject` string,
  `locus` string,
  `function` string,
  `managed_by` string,
  `functions` array<string>,
  `function_arns` array<string>,
  `message` string,
  `evidence_text` string,
  `evidence` string,
  `reason` string,
  `fix` string,
  `references` array<string>,
  `monthly_saving_usd` double,
  `explained_by` string,
  `suppressed` boolean,
  `suppression_reason` string,
  `suppression_until` string,
  `suppressed_for` array<string>,
  `change` string,
  `change_causes` array<string>
)
PARTITIONED BY (`dt` string, `account` string, `region` string)
ROW FORMAT SERDE 'org.openx.data.jsonserde.JsonSerDe'
LOCATION 's3://BUCKET/lambda-audit/finding/'
TBLPROPERTIES (
  'projection.enabled' = 'true',
  'projection.dt.type' = 'date',
  'projection.dt.format' = 'yyyy-MM-dd',
  'projection.dt.range' = '2026-01-01,NOW',
  'projection.account.type' = 'enum',
  'projection.account.values' = 'all,ACCOUNT_IDS',
  'projection.region.type' = 'enum',
  'projection.region.values' = 'global,af-south-1,ap-east-1,ap-east-2,ap-northeast-1,ap-northeast-2,ap-northeast-3,ap-south-1,ap-south-2,ap-southeast-1,ap-southeast-2,ap-southeast-3,ap-southeast-4,ap-southeast-5,ap-southeast-6,ap-southeast-7,ca-central-1,ca-west-1,cn-north-1,cn-northwest-1,eu-central-1,eu-central-2,eu-isoe-west-1,eu-north-1,eu-south-1,eu-south-2,eu-west-1,eu-west-2,eu-west-3,eusc-de-east-1,il-central-1,me-central-1,me-south-1,mx-central-1,sa-east-1,us-east-1,us-east-2,us-gov-east-1,us-gov-west-1,us-iso-east-1,us-iso-west-1,us-isob-east-1,us-isob-west-1,us-isof-east-1,us-isof-south-1,us-west-1,us-west-2',
  'storage.location.template' = 's3://BUCKET/lambda-audit/finding/dt=${dt}/account=${account}/region=${region}/'
);

CREATE EXTERNAL TABLE IF NOT EXISTS lambda_audit.rules (
  `kind` string,
  `run_id` string,
  `account_id` string,
  `taken_at` string,
  `rule` string,
  `title` string,
  `severity` string,
  `pillar` string,
  `judged` bigint,
  `passed` bigint,
  `failed` bigint,
  `managed` bigint,
  `suppressed` bigint,
  `unknown` bigint,
  `not_applicable` bigint,
  `unknown_by_reason` string,
  `complete` boolean,
  `monthly_saving_usd` double,
  `definition` string,
  `parameters` string,
  `severities` string,
  `window_days` bigint,
  `tables` array<string>,
  `unknown_ids` string,
  `disabled_ids` string
)
PARTITIONED BY (`dt` string, `account` string, `region` string)
ROW FORMAT SERDE 'org.openx.data.jsonserde.JsonSerDe'
LOCATION 's3://BUCKET/lambda-audit/rule/'
TBLPROPERTIES (
  'projection.enabled' = 'true',
  'projection.dt.type' = 'date',
  'projection.dt.format' = 'yyyy-MM-dd',
  'projection.dt.range' = '2026-01-01,NOW',
  'projection.account.type' = 'enum',
  'projection.account.values' = 'all,ACCOUNT_IDS',
  'projection.region.type' = 'enum',
  'projection.region.values' = 'global,af-south-1,ap-east-1,ap-east-2,ap-northeast-1,ap-northeast-2,ap-northeast-3,ap-south-1,ap-south-2,ap-southeast-1,ap-southeast-2,ap-southeast-3,ap-southeast-4,ap-southeast-5,ap-southeast-6,ap-southeast-7,ca-central-1,ca-west-1,cn-north-1,cn-northwest-1,eu-central-1,eu-central-2,eu-isoe-west-1,eu-north-1,eu-south-1,eu-south-2,eu-west-1,eu-west-2,eu-west-3,eusc-de-east-1,il-central-1,me-central-1,me-south-1,mx-central-1,sa-east-1,us-east-1,us-east-2,us-gov-east-1,us-gov-west-1,us-iso-east-1,us-iso-west-1,us-isob-east-1,us-isob-west-1,us-isof-east-1,us-isof-south-1,us-west-1,us-west-2',
  'storage.location.template' = 's3://BUCKET/lambda-audit/rule/dt=${dt}/account=${account}/region=${region}/'
);

CREATE EXTERNAL TABLE IF NOT EXISTS lambda_audit.summary (
  `kind` string,
  `run_id` string,
  `account_id` string,
  `taken_at` string,
  `severity` string,
  `pillar` string,
  `outcome` string,
  `findings` bigint,
  `suppressed` bigint
)
PARTITIONED BY (`dt` string, `account` string, `region` string)
ROW FORMAT SERDE 'org.openx.data.jsonserde.JsonSerDe'
LOCATION 's3://BUCKET/lambda-audit/summary/'
TBLPROPERTIES (
  'projection.enabled' = 'true',
  'projection.dt.type' = 'date',
  'projection.dt.format' = 'yyyy-MM-dd',
  'projection.dt.range' = '2026-01-01,NOW',
  'projection.account.type' = 'enum',
  'projection.account.values' = 'all,ACCOUNT_IDS',
  'projection.region.type' = 'enum',
  'projection.region.values' = 'global,af-south-1,ap-east-1,ap-east-2,ap-northeast-1,ap-northeast-2,ap-northeast-3,ap-south-1,ap-south-2,ap-southeast-1,ap-southeast-2,ap-southeast-3,ap-southeast-4,ap-southeast-5,ap-southeast-6,ap-southeast-7,ca-central-1,ca-west-1,cn-north-1,cn-northwest-1,eu-central-1,eu-central-2,eu-isoe-west-1,eu-north-1,eu-south-1,eu-south-2,eu-west-1,eu-west-2,eu-west-3,eusc-de-east-1,il-central-1,me-central-1,me-south-1,mx-central-1,sa-east-1,us-east-1,us-east-2,us-gov-east-1,us-gov-west-1,us-iso-east-1,us-iso-west-1,us-isob-east-1,us-isob-west-1,us-isof-east-1,us-isof-south-1,us-west-1,us-west-2',
  'storage.location.template' = 's3://BUCKET/lambda-audit/summary/dt=${dt}/account=${account}/region=${region}/'
);

CREATE EXTERNAL TABLE IF NOT EXISTS lambda_audit.not_selected (
  `kind` string,
  `run_id` string,
  `account_id` string,
  `taken_at` string,
  `rule` string,
  `title` string,
  `severity` string,
  `pillar` string,
  `needs` array<string>
)
PARTITIONED BY (`dt` string, `account` string, `region` string)
ROW FORMAT SERDE 'org.openx.data.jsonserde.JsonSerDe'
LOCATION 's3://BUCKET/lambda-audit/not_selected/'
TBLPROPERTIES (
  'projection.enabled' = 'true',
  'projection.dt.type' = 'date',
  'projection.dt.format' = 'yyyy-MM-dd',
  'projection.dt.range' = '2026-01-01,NOW',
  'projection.account.type' = 'enum',
  'projection.account.values' = 'all,ACCOUNT_IDS',
  'projection.region.type' = 'enum',
  'projection.region.values' = 'global,af-south-1,ap-east-1,ap-east-2,ap-northeast-1,ap-northeast-2,ap-northeast-3,ap-south-1,ap-south-2,ap-southeast-1,ap-southeast-2,ap-southeast-3,ap-southeast-4,ap-southeast-5,ap-southeast-6,ap-southeast-7,ca-central-1,ca-west-1,cn-north-1,cn-northwest-1,eu-central-1,eu-central-2,eu-isoe-west-1,eu-north-1,eu-south-1,eu-south-2,eu-west-1,eu-west-2,eu-west-3,eusc-de-east-1,il-central-1,me-central-1,me-south-1,mx-central-1,sa-east-1,us-east-1,us-east-2,us-gov-east-1,us-gov-west-1,us-iso-east-1,us-iso-west-1,us-isob-east-1,us-isob-west-1,us-isof-east-1,us-isof-south-1,us-west-1,us-west-2',
  'storage.location.template' = 's3://BUCKET/lambda-audit/not_selected/dt=${dt}/account=${account}/region=${region}/'
);

CREATE EXTERNAL TABLE IF NOT EXISTS lambda_audit.api_calls (
  `kind` string,
  `run_id` string,
  `account_id` string,
  `taken_at` string,
  `service` string,
  `operation` string,
  `calls` bigint,
  `repeated` bigint,
  `throttled` bigint,
  `failed` bigint,
  `refused` bigint,
  `metrics` bigint
)
PARTITIONED BY (`dt` string, `account` string, `region` string)
ROW FORMAT SERDE 'org.openx.data.jsonserde.JsonSerDe'
LOCATION 's3://BUCKET/lambda-audit/api_call/'
TBLPROPERTIES (
  'projection.enabled' = 'true',
  'projection.dt.type' = 'date',
  'projection.dt.format' = 'yyyy-MM-dd',
  'projection.dt.range' = '2026-01-01,NOW',
  'projection.account.type' = 'enum',
  'projection.account.values' = 'all,ACCOUNT_IDS',
  'projection.region.type' = 'enum',
  'projection.region.values' = 'global,af-south-1,ap-east-1,ap-east-2,ap-northeast-1,ap-northeast-2,ap-northeast-3,ap-south-1,ap-south-2,ap-southeast-1,ap-southeast-2,ap-southeast-3,ap-southeast-4,ap-southeast-5,ap-southeast-6,ap-southeast-7,ca-central-1,ca-west-1,cn-north-1,cn-northwest-1,eu-central-1,eu-central-2,eu-isoe-west-1,eu-north-1,eu-south-1,eu-south-2,eu-west-1,eu-west-2,eu-west-3,eusc-de-east-1,il-central-1,me-central-1,me-south-1,mx-central-1,sa-east-1,us-east-1,us-east-2,us-gov-east-1,us-gov-west-1,us-iso-east-1,us-iso-west-1,us-isob-east-1,us-isob-west-1,us-isof-east-1,us-isof-south-1,us-west-1,us-west-2',
  'storage.location.template' = 's3://BUCKET/lambda-audit/api_call/dt=${dt}/account=${account}/region=${region}/'
);

CREATE EXTERNAL TABLE IF NOT EXISTS lambda_audit.errors (
  `kind` string,
  `run_id` string,
  `account_id` string,
  `taken_at` string,
  `fact` string,
  `reason` string,
  `code` string,
  `action` string,
  `message` string,
  `subjects` bigint,
  `example` string
)
PARTITIONED BY (`dt` string, `account` string, `region` string)
ROW FORMAT SERDE 'org.openx.data.jsonserde.JsonSerDe'
LOCATION 's3://BUCKET/lambda-audit/error/'
TBLPROPERTIES (
  'projection.enabled' = 'true',
  'projection.dt.type' = 'date',
  'projection.dt.format' = 'yyyy-MM-dd',
  'projection.dt.range' = '2026-01-01,NOW',
  'projection.account.type' = 'enum',
  'projection.account.values' = 'all,ACCOUNT_IDS',
  'projection.region.type' = 'enum',
  'projection.region.values' = 'global,af-south-1,ap-east-1,ap-east-2,ap-northeast-1,ap-northeast-2,ap-northeast-3,ap-south-1,ap-south-2,ap-southeast-1,ap-southeast-2,ap-southeast-3,ap-southeast-4,ap-southeast-5,ap-southeast-6,ap-southeast-7,ca-central-1,ca-west-1,cn-north-1,cn-northwest-1,eu-central-1,eu-central-2,eu-isoe-west-1,eu-north-1,eu-south-1,eu-south-2,eu-west-1,eu-west-2,eu-west-3,eusc-de-east-1,il-central-1,me-central-1,me-south-1,mx-central-1,sa-east-1,us-east-1,us-east-2,us-gov-east-1,us-gov-west-1,us-iso-east-1,us-iso-west-1,us-isob-east-1,us-isob-west-1,us-isof-east-1,us-isof-south-1,us-west-1,us-west-2',
  'storage.location.template' = 's3://BUCKET/lambda-audit/error/dt=${dt}/account=${account}/region=${region}/'
);

CREATE EXTERNAL TABLE IF NOT EXISTS lambda_audit.suppressions (
  `kind` string,
  `run_id` string,
  `account_id` string,
  `taken_at` string,
  `where` string,
  `rule` string,
  `function` string,
  `tag` string,
  `for_account` string,
  `for_region` string,
  `subject` string,
  `locus` string,
  `reason` string,
  `owner` string,
  `until` string,
  `state` string,
  `message` string,
  `findings` bigint
)
PARTITIONED BY (`dt` string, `account` string, `region` string)
ROW FORMAT SERDE 'org.openx.data.jsonserde.JsonSerDe'
LOCATION 's3://BUCKET/lambda-audit/suppression/'
TBLPROPERTIES (
  'projection.enabled' = 'true',
  'projection.dt.type' = 'date',
  'projection.dt.format' = 'yyyy-MM-dd',
  'projection.dt.range' = '2026-01-01,NOW',
  'projection.account.type' = 'enum',
  'projection.account.values' = 'all,ACCOUNT_IDS',
  'projection.region.type' = 'enum',
  'projection.region.values' = 'global,af-south-1,ap-east-1,ap-east-2,ap-northeast-1,ap-northeast-2,ap-northeast-3,ap-south-1,ap-south-2,ap-southeast-1,ap-southeast-2,ap-southeast-3,ap-southeast-4,ap-southeast-5,ap-southeast-6,ap-southeast-7,ca-central-1,ca-west-1,cn-north-1,cn-northwest-1,eu-central-1,eu-central-2,eu-isoe-west-1,eu-north-1,eu-south-1,eu-south-2,eu-west-1,eu-west-2,eu-west-3,eusc-de-east-1,il-central-1,me-central-1,me-south-1,mx-central-1,sa-east-1,us-east-1,us-east-2,us-gov-east-1,us-gov-west-1,us-iso-east-1,us-iso-west-1,us-isob-east-1,us-isob-west-1,us-isof-east-1,us-isof-south-1,us-west-1,us-west-2',
  'storage.location.template' = 's3://BUCKET/lambda-audit/suppression/dt=${dt}/account=${account}/region=${region}/'
);

CREATE EXTERNAL TABLE IF NOT EXISTS lambda_audit.subjects (
  `kind` string,
  `run_id` string,
  `account_id` string,
  `taken_at` string,
  `subject_kind` string,
  `complete` boolean,
  `ids` string
)
PARTITIONED BY (`dt` string, `account` string, `region` string)
ROW FORMAT SERDE 'org.openx.data.jsonserde.JsonSerDe'
LOCATION 's3://BUCKET/lambda-audit/subjects/'
TBLPROPERTIES (
  'projection.enabled' = 'true',
  'projection.dt.type' = 'date',
  'projection.dt.format' = 'yyyy-MM-dd',
  'projection.dt.range' = '2026-01-01,NOW',
  'projection.account.type' = 'enum',
  'projection.account.values' = 'all,ACCOUNT_IDS',
  'projection.region.type' = 'enum',
  'projection.region.values' = 'global,af-south-1,ap-east-1,ap-east-2,ap-northeast-1,ap-northeast-2,ap-northeast-3,ap-south-1,ap-south-2,ap-southeast-1,ap-southeast-2,ap-southeast-3,ap-southeast-4,ap-southeast-5,ap-southeast-6,ap-southeast-7,ca-central-1,ca-west-1,cn-north-1,cn-northwest-1,eu-central-1,eu-central-2,eu-isoe-west-1,eu-north-1,eu-south-1,eu-south-2,eu-west-1,eu-west-2,eu-west-3,eusc-de-east-1,il-central-1,me-central-1,me-south-1,mx-central-1,sa-east-1,us-east-1,us-east-2,us-gov-east-1,us-gov-west-1,us-iso-east-1,us-iso-west-1,us-isob-east-1,us-isob-west-1,us-isof-east-1,us-isof-south-1,us-west-1,us-west-2',
  'storage.location.template' = 's3://BUCKET/lambda-audit/subjects/dt=${dt}/account=${account}/region=${region}/'
);

CREATE EXTERNAL TABLE IF NOT EXISTS lambda_audit.changes (
  `kind` string,
  `run_id` string,
  `account_id` string,
  `taken_at` string,
  `change` string,
  `id` string,
  `rule` string,
  `title` string,
  `severity` string,
  `was_severity` string,
  `pillar` string,
  `subject_kind` string,
  `subject` string,
  `locus` string,
  `function` string,
  `function_arns` array<string>,
  `suppressed` boolean,
  `causes` string
)
PARTITIONED BY (`dt` string, `account` string, `region` string)
ROW FORMAT SERDE 'org.openx.data.jsonserde.JsonSerDe'
LOCATION 's3://BUCKET/lambda-audit/change/'
TBLPROPERTIES (
  'projection.enabled' = 'true',
  'projection.dt.type' = 'date',
  'projection.dt.format' = 'yyyy-MM-dd',
  'projection.dt.range' = '2026-01-01,NOW',
  'projection.account.type' = 'enum',
  'projection.account.values' = 'all,ACCOUNT_IDS',
  'projection.region.type' = 'enum',
  'projection.region.values' = 'global,af-south-1,ap-east-1,ap-east-2,ap-northeast-1,ap-northeast-2,ap-northeast-3,ap-south-1,ap-south-2,ap-southeast-1,ap-southeast-2,ap-southeast-3,ap-southeast-4,ap-southeast-5,ap-southeast-6,ap-southeast-7,ca-central-1,ca-west-1,cn-north-1,cn-northwest-1,eu-central-1,eu-central-2,eu-isoe-west-1,eu-north-1,eu-south-1,eu-south-2,eu-west-1,eu-west-2,eu-west-3,eusc-de-east-1,il-central-1,me-central-1,me-south-1,mx-central-1,sa-east-1,us-east-1,us-east-2,us-gov-east-1,us-gov-west-1,us-iso-east-1,us-iso-west-1,us-isob-east-1,us-isob-west-1,us-isof-east-1,us-isof-south-1,us-west-1,us-west-2',
  'storage.location.template' = 's3://BUCKET/lambda-audit/change/dt=${dt}/account=${account}/region=${region}/'
);
