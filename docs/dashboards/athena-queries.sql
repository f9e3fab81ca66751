-- Queries over the tables of athena.sql; each stands on its own, for Athena, or for
-- QuickSight and Grafana over it. Change the first night ('2026-11-01') to yours.

-- Score and failures of each account, night by night
SELECT dt, account_id, run_id, score, grade, coverage, critical, high, medium, low, monthly_saving_usd
FROM lambda_audit.accounts
WHERE dt >= '2026-11-01'
ORDER BY dt, account_id;

-- Failures that count, by severity and night
SELECT dt, severity, count(*) AS failures
FROM lambda_audit.findings
WHERE dt >= '2026-11-01' AND outcome = 'fail' AND NOT suppressed AND managed_by = ''
GROUP BY dt, severity
ORDER BY dt, severity;

-- The rules that fail most, in the last night
SELECT rule, severity, count(DISTINCT subject) AS subjects, sum(monthly_saving_usd) AS monthly_saving_usd
FROM lambda_audit.findings
WHERE dt = (SELECT max(dt) FROM lambda_audit.accounts WHERE dt >= '2026-11-01')
  AND outcome = 'fail' AND NOT suppressed
GROUP BY rule, severity
ORDER BY subjects DESC, rule
LIMIT 25;

-- The worst functions, in the last night
SELECT account_id, region, "function", score, score_low, grade, critical, high, invocations, monthly_cost_usd
FROM lambda_audit.functions
WHERE dt = (SELECT max(dt) FROM lambda_audit.accounts WHERE dt >= '2026-11-01') AND score IS NOT NULL AND managed_by = ''
ORDER BY score, function_arn
LIMIT 25;

-- How long each failure has been seen
SELECT id, rule, severity, subject, locus, min(dt) AS first_night, max(dt) AS last_night, count(DISTINCT dt) AS nights
FROM lambda_audit.findings
WHERE dt >= '2026-11-01' AND outcome = 'fail'
GROUP BY id, rule, severity, subject, locus
ORDER BY first_night, id;

-- New failures: those of the last night that were not there in the night before
WITH nights AS (
  SELECT dt, row_number() OVER (ORDER BY dt DESC) AS age
  FROM (SELECT DISTINCT dt FROM lambda_audit.accounts WHERE dt >= '2026-11-01') AS seen
)
SELECT today.severity, today.rule, today.subject, today.locus, today.message
FROM lambda_audit.findings AS today
WHERE today.dt = (SELECT dt FROM nights WHERE age = 1) AND today.outcome = 'fail'
  AND NOT EXISTS (
    SELECT 1 FROM lambda_audit.findings AS before
    WHERE before.dt = (SELECT dt FROM nights WHERE age = 2) AND before.outcome = 'fail' AND before.id = today.id
  )
ORDER BY today.severity, today.rule, today.subject;

-- How much is new, fixed or gone, by night; of nights with --baseline
SELECT dt, account_id, change, severity, count(*) AS findings
FROM (
  SELECT dt, account_id, change, severity FROM lambda_audit.findings
  WHERE dt >= '2026-11-01' AND outcome = 'fail' AND change IN ('new', 'reopened') AND NOT suppressed AND managed_by = ''
  UNION ALL
  SELECT dt, account_id, change, severity FROM lambda_audit.changes
  WHERE dt >= '2026-11-01' AND change IN ('fixed', 'gone') AND NOT suppressed
) AS changed
GROUP BY dt, account_id, change, severity
ORDER BY dt, account_id, change, severity;

-- What was fixed or is gone, and why: the first cause
SELECT dt, change, severity, rule, subject, locus, json_extract_scalar(causes, '$[0].cause') AS cause
FROM lambda_audit.changes
WHERE dt >= '2026-11-01' AND change IN ('fixed', 'gone')
ORDER BY dt, change, severity, rule, subject;

-- Each function of a finding that concerns several, such as one about a role
SELECT f.rule, f.severity, f.subject, concerned.function_arn
FROM lambda_audit.findings AS f
CROSS JOIN UNNEST(f.function_arns) AS concerned (function_arn)
WHERE f.dt >= '2026-11-01' AND f.subject_kind = 'role' AND f.outcome = 'fail'
ORDER BY f.subject, concerned.function_arn;

-- The first piece of evidence of each failure
SELECT id, rule, json_extract_scalar(evidence, '$[0].field') AS field, json_extract_scalar(evidence, '$[0].got') AS got
FROM lambda_audit.findings
WHERE dt >= '2026-11-01' AND outcome = 'fail' AND evidence <> '[]'
ORDER BY id;

-- What could not be read, and the IAM action that is missing
SELECT dt, account_id, region, fact, reason, "action", sum(subjects) AS subjects
FROM lambda_audit.errors
WHERE dt >= '2026-11-01'
GROUP BY dt, account_id, region, fact, reason, "action"
ORDER BY dt, account_id, region, fact;

-- What the audit asked of AWS
SELECT dt, account_id, region, service, operation, sum(calls) AS calls, sum(throttled) AS throttled
FROM lambda_audit.api_calls
WHERE dt >= '2026-11-01'
GROUP BY dt, account_id, region, service, operation
ORDER BY calls DESC, service, operation;
