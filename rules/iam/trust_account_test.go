package iam

import (
	"strings"
	"testing"
)

func TestAnybodyIsTrusted(t *testing.T) {
	open := lets(`"*"`, assume, `{}`)
	testTrust(t, own, map[string]trustCase{
		"anybody":                         {open, "any-principal"},
		"anybody of AWS":                  {lets(`{"AWS":"*"}`, assume, `{}`), "any-principal"},
		"in a list":                       {lets(`{"AWS":["*"]}`, `["sts:AssumeRole","sts:TagSession"]`, `{}`), "any-principal"},
		"beside Lambda":                   {lets(`{"AWS":"*","Service":"lambda.amazonaws.com"}`, assume, `{}`), "any-principal"},
		"any account":                     {lets(`{"AWS":"arn:aws:iam::*:root"}`, assume, `{}`), "any-principal"},
		"everybody but one":               {`{"Effect":"Allow","NotPrincipal":{"AWS":"arn:aws:iam::111122223333:user/x"},"Action":"sts:AssumeRole"}`, "any-principal"},
		"all of STS":                      {lets(`"*"`, `"sts:*"`, `{}`), "any-principal"},
		"everything":                      {lets(`"*"`, `"*"`, `{}`), "any-principal"},
		"in another case":                 {lets(`"*"`, `"STS:assumerole"`, `{}`), "any-principal"},
		"a pattern":                       {lets(`"*"`, `"sts:AssumeRole*"`, `{}`), "any-principal"},
		"NotAction":                       {`{"Effect":"Allow","Principal":"*","NotAction":"sts:TagSession"}`, "any-principal"},
		"tags alone":                      {lets(`"*"`, `["sts:TagSession","sts:SetSourceIdentity"]`, `{}`), ""},
		"an organisation":                 {lets(`"*"`, assume, `{"StringEquals":{"aws:PrincipalOrgID":"o-a1b2c3d4e5"}}`), ""},
		"paths of an organisation":        {lets(`"*"`, assume, `{"ForAnyValue:StringLike":{"aws:PrincipalOrgPaths":["o-a1b2c3d4e5/r-ab12/*"]}}`), ""},
		"any organisation":                {lets(`"*"`, assume, `{"StringLike":{"aws:PrincipalOrgID":"o-*"}}`), "any-principal"},
		"all but an organisation":         {lets(`"*"`, assume, `{"StringNotEquals":{"aws:PrincipalOrgID":"o-a1b2c3d4e5"}}`), "any-principal"},
		"an organisation, if there is":    {lets(`"*"`, assume, `{"StringEqualsIfExists":{"aws:PrincipalOrgID":"o-a1b2c3d4e5"}}`), "any-principal"},
		"an organisation, of all values":  {lets(`"*"`, assume, `{"ForAllValues:StringEquals":{"aws:PrincipalOrgID":["o-a1b2c3d4e5"]}}`), "any-principal"},
		"its own account":                 {lets(`"*"`, assume, `{"StringEquals":{"aws:PrincipalAccount":"111122223333"}}`), ""},
		"its own account, as a number":    {lets(`"*"`, assume, `{"StringEquals":{"aws:PrincipalAccount":111122223333}}`), ""},
		"another account, by a condition": {lets(`"*"`, assume, `{"StringEquals":{"aws:PrincipalAccount":["111122223333","444455556666"]}}`), "cross-account"},
		"all of another account":          {lets(`"*"`, assume, `{"ArnLike":{"aws:PrincipalArn":"arn:aws:iam::444455556666:role/*"}}`), "cross-account"},
		"whatever another account has":    {lets(`"*"`, assume, `{"ArnLike":{"aws:PrincipalArn":"arn:aws:iam::444455556666:*"}}`), "cross-account"},
		"one role":                        {lets(`"*"`, assume, `{"ArnEquals":{"aws:PrincipalArn":"arn:aws:iam::111122223333:role/deployer"}}`), ""},
		"a role of any account":           {lets(`"*"`, assume, `{"ArnLike":{"aws:PrincipalArn":"arn:aws:iam::*:role/deployer"}}`), "any-principal"},
		"an external ID only":             {lets(`"*"`, assume, `{"StringEquals":{"sts:ExternalId":"partner-7"}}`), "any-principal ~"},
		"a session's name":                {lets(`"*"`, assume, `{"StringEquals":{"sts:RoleSessionName":"deploy"}}`), "any-principal"},
		"a second factor":                 {lets(`"*"`, assume, `{"Bool":{"aws:MultiFactorAuthPresent":true}}`), "any-principal"},
		"encrypted":                       {lets(`"*"`, assume, `{"Bool":{"aws:SecureTransport":"true"}}`), "any-principal"},
		"a tag that all may have":         {lets(`"*"`, assume, `{"StringEquals":{"aws:PrincipalTag/team":"orders"}}`), "any-principal"},
		"a network":                       {lets(`"*"`, assume, `{"IpAddress":{"aws:SourceIp":"203.0.113.0/24"}}`), ""},
		"all networks":                    {lets(`"*"`, assume, `{"IpAddress":{"aws:SourceIp":["203.0.113.0/24","0.0.0.0/0"]}}`), "any-principal"},
		"what nobody knows":               {lets(`"*"`, assume, `{"StringEquals":{"acme:Badge":"blue"}}`), "any-principal ~"},
	})
}

func TestOtherAccountsAreTrusted(t *testing.T) {
	partner := func(condition string) string {
		return lets(`{"AWS":"arn:aws:iam::444455556666:root"}`, assume, condition)
	}
	testTrust(t, own, map[string]trustCase{
		"a whole account":             {partner(`{}`), "cross-account"},
		"its bare id":                 {lets(`{"AWS":"444455556666"}`, assume, `{}`), "cross-account"},
		"its id as a number":          {lets(`{"AWS":444455556666}`, assume, `{}`), "cross-account"},
		"its id as the principal":     {lets(`"444455556666"`, assume, `{}`), "cross-account"},
		"in China":                    {lets(`{"AWS":"arn:aws-cn:iam::444455556666:root"}`, assume, `{}`), "cross-account"},
		"in GovCloud":                 {lets(`{"AWS":"arn:aws-us-gov:iam::444455556666:role/ci"}`, assume, `{}`), "cross-account"},
		"two, and its own":            {lets(`{"AWS":["444455556666","arn:aws:iam::111122223333:root","777788889999"]}`, assume, `{}`), "cross-account; cross-account; own-account"},
		"a role":                      {lets(`{"AWS":"arn:aws:iam::444455556666:role/ci"}`, assume, `{}`), "cross-account"},
		"all its roles":               {lets(`{"AWS":"arn:aws:iam::444455556666:role/*"}`, assume, `{}`), "cross-account"},
		"a user":                      {lets(`{"AWS":"arn:aws:iam::444455556666:user/x"}`, assume, `{}`), "cross-account"},
		"a session":                   {lets(`{"AWS":"arn:aws:sts::444455556666:assumed-role/ci/x"}`, assume, `{}`), "cross-account"},
		"an external ID":              {partner(`{"StringEquals":{"sts:ExternalId":"partner-7"}}`), ""},
		"an external ID, in lower":    {partner(`{"stringequals":{"STS:externalid":"partner-7"}}`), ""},
		"a number as external ID":     {partner(`{"StringEquals":{"sts:ExternalId":4711}}`), ""},
		"any external ID":             {partner(`{"StringLike":{"sts:ExternalId":"*"}}`), "cross-account"},
		"an external ID, if there is": {partner(`{"StringEqualsIfExists":{"sts:ExternalId":"partner-7"}}`), "cross-account"},
		"some external ID":            {partner(`{"Null":{"sts:ExternalId":"false"}}`), "cross-account ~"},
		"all external IDs but one":    {partner(`{"StringNotEquals":{"sts:ExternalId":"x"}}`), "cross-account"},
		"an organisation":             {partner(`{"StringEquals":{"aws:PrincipalOrgID":"o-a1b2c3d4e5"}}`), ""},
		"by name, as it is":           {partner(`{"StringEquals":{"aws:PrincipalAccount":"444455556666"}}`), "cross-account"},
		"a role of it by a condition": {partner(`{"ArnEquals":{"aws:PrincipalArn":"arn:aws:iam::444455556666:role/ci"}}`), ""},
		"any of it by a condition":    {partner(`{"ArnLike":{"aws:PrincipalArn":"arn:aws:iam::444455556666:*"}}`), "cross-account"},
		"a source":                    {partner(oneSource), ""},
		"a session's name":            {partner(`{"StringLike":{"sts:RoleSessionName":"ci-*"}}`), "cross-account"},
		"a second factor":             {partner(`{"Bool":{"aws:MultiFactorAuthPresent":"true"}}`), "cross-account"},
		"what nobody knows":           {partner(`{"StringEquals":{"acme:Badge":"blue"}}`), "cross-account ~"},
		"only to tag":                 {lets(`{"AWS":"444455556666"}`, `"sts:TagSession"`, `{}`), ""},
		"only by token":               {lets(`{"AWS":"444455556666"}`, webToken, `{}`), ""},
		"one statement is limited":    {partner(`{"StringEquals":{"sts:ExternalId":"x"}}`) + "," + lets(`{"AWS":"777788889999"}`, assume, `{}`), "cross-account"},
		"its own account":             {lets(`{"AWS":"arn:aws:iam::111122223333:root"}`, assume, `{}`), "own-account"},
		"its own role":                {lets(`{"AWS":"arn:aws:iam::111122223333:role/ci"}`, assume, `{}`), "own-account"},
		"any role of its own":         {lets(`{"AWS":"arn:aws:iam::111122223333:*"}`, assume, `{}`), "own-account"},
		"a template's account":        {lets(`{"AWS":"arn:aws:iam::${AWS::AccountId}:root"}`, assume, `{}`), "own-account"},
		"a role that was deleted":     {lets(`{"AWS":"AROA`+strings.Repeat("X", 17)+`"}`, assume, `{}`), "dangling-principal"},
		"a user that was deleted":     {lets(`{"AWS":["AIDA`+strings.Repeat("X", 17)+`","444455556666"]}`, assume, `{}`), "cross-account; dangling-principal"},
		"a kind that nobody knows":    {lets(`{"Robot":"x"}`, assume, `{}`), ""},
		"no principal at all":         {lets(`{}`, assume, `{}`), ""},
	})
	testTrust(t, "", map[string]trustCase{
		"an account, perhaps its own":      {partner(`{}`), "own-account"},
		"an account under an external ID":  {partner(`{"StringEquals":{"sts:ExternalId":"x"}}`), ""},
		"anybody, whoever owns the role":   {lets(`"*"`, assume, `{}`), "any-principal"},
		"anybody of an account":            {lets(`"*"`, assume, `{"StringEquals":{"aws:PrincipalAccount":"444455556666"}}`), "own-account"},
		"a service, whoever owns the role": {lets(`{"Service":"ec2.amazonaws.com"}`, assume, `{}`), "extra-service"},
	})
}
