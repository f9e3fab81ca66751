package iam

import "testing"

// issued writes a statement for the tokens of an identity provider of our account.
func issued(host, condition string) string {
	return lets(`{"Federated":"arn:aws:iam::111122223333:oidc-provider/`+host+`"}`, webToken, condition)
}

const (
	github  = "token.actions.githubusercontent.com"
	cluster = "oidc.eks.eu-west-1.amazonaws.com/id/EXAMPLED539D4633E53DE1B71EXAMPLE"
)

func TestTokensAreTrusted(t *testing.T) {
	claims := func(operator, pairs string) string { return `{"` + operator + `":{` + pairs + `}}` }
	sub := func(operator, value string) string {
		return issued(github, claims(operator, `"`+github+`:sub":"`+value+`"`))
	}
	audience := `"` + github + `:aud":"sts.amazonaws.com"`
	testTrust(t, own, map[string]trustCase{
		"GitHub":                              {issued(github, `{}`), "federated-unscoped"},
		"GitHub in China":                     {lets(`{"Federated":"arn:aws-cn:iam::111122223333:oidc-provider/`+github+`"}`, webToken, `{}`), "federated-unscoped"},
		"the audience only":                   {issued(github, claims("StringEquals", audience)), "federated-unscoped"},
		"audience and subject":                {issued(github, `{"StringEquals":{`+audience+`},"StringLike":{"`+github+`:sub":"repo:acme/orders:*"}}`), ""},
		"a branch":                            {sub("StringEquals", "repo:acme/orders:ref:refs/heads/main"), ""},
		"key in another case":                 {issued(github, claims("StringEquals", `"`+github+`:SUB":"repo:acme/orders:ref:refs/heads/main"`)), ""},
		"an organisation":                     {sub("StringLike", "repo:acme/*"), ""},
		"any subject":                         {sub("StringLike", "*"), "federated-unscoped"},
		"any repository":                      {sub("StringLike", "repo:*"), "federated-unscoped"},
		"any repository, in parts":            {sub("StringLike", "repo:*/*:*"), "federated-unscoped"},
		"any main branch":                     {sub("StringLike", "repo:*:ref:refs/heads/main"), "federated-unscoped"},
		"a name in any organisation":          {sub("StringLike", "repo:*/orders:*"), "federated-unscoped"},
		"organisations that begin so":         {sub("StringLike", "repo:acme*"), "federated-unscoped"},
		"cut within the word":                 {sub("StringLike", "rep*"), "federated-unscoped"},
		"single characters":                   {sub("StringLike", "repo:????/orders:*"), "federated-unscoped"},
		"one wide value among others":         {issued(github, claims("StringLike", `"`+github+`:sub":["repo:acme/orders:*","repo:*"]`)), "federated-unscoped"},
		"of any value":                        {sub("ForAnyValue:StringLike", "repo:acme/orders:*"), ""},
		"of all values, so of none":           {sub("ForAllValues:StringLike", "repo:acme/orders:*"), "federated-unscoped"},
		"if there is one":                     {sub("StringLikeIfExists", "repo:acme/orders:*"), "federated-unscoped"},
		"all but one":                         {sub("StringNotLike", "repo:acme/orders:*"), "federated-unscoped"},
		"some subject":                        {issued(github, claims("Null", `"`+github+`:sub":"false"`)), "federated-unscoped ~"},
		"a repository, whatever its number":   {sub("StringLike", "repo:acme@*/orders@*:*"), ""},
		"a repository by its number":          {sub("StringEquals", "repo:acme@123456/orders@456789:ref:refs/heads/main"), ""},
		"a number of any owner":               {sub("StringLike", "repo:*@123456/orders@456789:*"), "federated-unscoped"},
		"a workflow":                          {issued(github, claims("StringLike", `"`+github+`:job_workflow_ref":"acme/flows/.github/workflows/deploy.yml@*"`)), ""},
		"a repository's number":               {issued(github, claims("StringEquals", `"`+github+`:repository_id":"4711"`)), ""},
		"a repository by name":                {issued(github, claims("StringLike", `"`+github+`:repository":"acme/orders-*"`)), ""},
		"a repository of any owner":           {issued(github, claims("StringLike", `"`+github+`:repository":"acme*"`)), "federated-unscoped"},
		"any repository by name":              {issued(github, claims("StringLike", `"`+github+`:repository":"*/orders"`)), "federated-unscoped"},
		"an owner":                            {issued(github, claims("StringEquals", `"`+github+`:repository_owner":"acme-shop"`)), ""},
		"owners that begin so":                {issued(github, claims("StringLike", `"`+github+`:repository_owner":"acme*"`)), "federated-unscoped"},
		"numbers that begin so":               {issued(github, claims("StringLike", `"`+github+`:repository_id":"47*"`)), "federated-unscoped"},
		"an actor":                            {issued(github, claims("StringEquals", `"`+github+`:actor":"octo"`)), "federated-unscoped ~"},
		"a session's name":                    {issued(github, claims("StringEquals", `"sts:RoleSessionName":"deploy"`)), "federated-unscoped"},
		"GitLab":                              {issued("gitlab.com", claims("StringEquals", `"gitlab.com:aud":"https://gitlab.com"`)), "federated-unscoped"},
		"a project of GitLab":                 {issued("gitlab.com", claims("StringLike", `"gitlab.com:sub":"project_path:acme/orders:ref_type:branch:ref:main"`)), ""},
		"any project of GitLab":               {issued("gitlab.com", claims("StringLike", `"gitlab.com:sub":"project_path:*:ref_type:branch:ref:main"`)), "federated-unscoped"},
		"a group of GitLab":                   {issued("gitlab.com", claims("StringLike", `"gitlab.com:sub":"project_path:acme/*"`)), ""},
		"any organisation of Terraform":       {issued("app.terraform.io", claims("StringLike", `"app.terraform.io:sub":"organization:*:project:p:workspace:w:run_phase:*"`)), "federated-unscoped"},
		"an organisation of Terraform":        {issued("app.terraform.io", claims("StringLike", `"app.terraform.io:sub":"organization:acme:project:*"`)), ""},
		"a cluster":                           {issued(cluster, `{}`), "federated-unscoped"},
		"a cluster, its audience":             {issued(cluster, claims("StringEquals", `"`+cluster+`:aud":"sts.amazonaws.com"`)), "federated-unscoped"},
		"an account of a cluster":             {issued(cluster, claims("StringEquals", `"`+cluster+`:sub":"system:serviceaccount:shop:orders"`)), ""},
		"a namespace of a cluster":            {issued(cluster, claims("StringLike", `"`+cluster+`:sub":"system:serviceaccount:shop:*"`)), ""},
		"all accounts of a cluster":           {issued(cluster, claims("StringLike", `"`+cluster+`:sub":"system:serviceaccount:*:*"`)), "federated-unscoped"},
		"logins with Google":                  {lets(`{"Federated":"accounts.google.com"}`, webToken, claims("StringEquals", `"accounts.google.com:aud":"app"`)), "federated-unscoped"},
		"one login with Google":               {lets(`{"Federated":"accounts.google.com"}`, webToken, claims("StringEquals", `"accounts.google.com:sub":"1234"`)), ""},
		"a service account of Google's cloud": {lets(`{"Federated":"accounts.google.com"}`, webToken, claims("StringEquals", `"accounts.google.com:aud":"112233445566778899001"`)), ""},
		"two applications of Google's":        {lets(`{"Federated":"accounts.google.com"}`, webToken, claims("StringEquals", `"accounts.google.com:aud":["112233445566778899001","app.apps.googleusercontent.com"]`)), "federated-unscoped"},
		"every provider":                      {lets(`{"Federated":"*"}`, webToken, `{}`), "federated-unscoped"},
		"an issuer that nobody knows, a user": {issued("login.example.com", claims("StringLike", `"login.example.com:sub":"auth0|*"`)), ""},
		"an issuer that nobody knows":         {issued("login.example.com", claims("StringLike", `"login.example.com:sub":"?*"`)), "federated-unscoped"},
		"addresses":                           {issued(github, claims("IpAddress", `"aws:SourceIp":"203.0.113.7/32"`)), ""},
		"only to tag":                         {lets(`{"Federated":"arn:aws:iam::111122223333:oidc-provider/`+github+`"}`, `"sts:TagSession"`, `{}`), ""},
	})
}

func TestLoginsAreTrusted(t *testing.T) {
	pool := func(claims string) string {
		return lets(`{"Federated":"cognito-identity.amazonaws.com"}`, webToken, `{`+claims+`}`)
	}
	aud := `"StringEquals":{"cognito-identity.amazonaws.com:aud":"eu-west-1:12345678-1234-1234-1234-123456790ab1"}`
	amr := func(value string) string {
		return aud + `,"ForAnyValue:StringLike":{"cognito-identity.amazonaws.com:amr":` + value + `}`
	}
	saml := func(condition string) string {
		return lets(`{"Federated":"arn:aws:iam::111122223333:saml-provider/ADFS"}`, `"sts:AssumeRoleWithSAML"`, condition)
	}
	testTrust(t, own, map[string]trustCase{
		"a pool's users":            {pool(amr(`"authenticated"`)), ""},
		"by one way to sign in":     {pool(amr(`"cognito-idp.eu-west-1.amazonaws.com/eu-west-1_aaaaaaaaa:CognitoSignIn:1"`)), ""},
		"a pool's guests":           {pool(amr(`"unauthenticated"`)), "federated-unscoped"},
		"both":                      {pool(amr(`["authenticated","unauthenticated"]`)), "federated-unscoped"},
		"both, by a pattern":        {pool(amr(`"*authenticated"`)), "federated-unscoped"},
		"the pool only":             {pool(aud), "federated-unscoped"},
		"signed in anywhere":        {pool(`"ForAnyValue:StringLike":{"cognito-identity.amazonaws.com:amr":"authenticated"}`), "federated-unscoped"},
		"nothing":                   {pool(``), "federated-unscoped"},
		"any pool":                  {pool(`"StringLike":{"cognito-identity.amazonaws.com:aud":"eu-west-1:*"},"ForAnyValue:StringLike":{"cognito-identity.amazonaws.com:amr":"authenticated"}`), "federated-unscoped"},
		"one identity":              {pool(`"StringEquals":{"cognito-identity.amazonaws.com:sub":"eu-west-1:12345678-dcba-dcba-dcba-123456790ab1"}`), ""},
		"in GovCloud":               {lets(`{"Federated":"cognito-identity-us-gov.amazonaws.com"}`, webToken, `{}`), "federated-unscoped"},
		"SAML":                      {saml(`{"StringEquals":{"SAML:aud":"https://signin.aws.amazon.com/saml"}}`), ""},
		"SAML in any region":        {saml(`{"StringLike":{"SAML:aud":"https://*.signin.aws.amazon.com/saml"}}`), ""},
		"SAML, by its issuer":       {saml(`{"StringEquals":{"saml:iss":"https://login.example.com"}}`), ""},
		"SAML for anybody":          {saml(`{}`), "federated-unscoped"},
		"SAML for any audience":     {saml(`{"StringLike":{"SAML:aud":"*"}}`), "federated-unscoped"},
		"SAML, if it says for whom": {saml(`{"StringEqualsIfExists":{"SAML:aud":"https://signin.aws.amazon.com/saml"}}`), "federated-unscoped"},
	})
}
