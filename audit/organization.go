package audit

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/organizations"
	"github.com/aws/aws-sdk-go-v2/service/organizations/types"
)

// Member is an account of an organisation.
type Member struct {
	ID, Name string
	State    string // ACTIVE, SUSPENDED, … as AWS says it
}

// Active reports whether the account can be used.
func (m Member) Active() bool { return m.State == string(types.AccountStateActive) }

// MemberFilter says which members of an organisation are meant; the zero one means
// all. A unit is an id, or the path of its names from the root, which may be a
// glob; all that lies below it belongs to it.
type MemberFilter struct {
	Units, ExcludeUnits []string
	Tags, ExcludeTags   []string // KEY=VALUE, or KEY with any value
}

// memberOperations are what listing an organisation's accounts may call.
var memberOperations = []string{
	"Organizations.ListAccounts", "Organizations.ListRoots", "Organizations.ListOrganizationalUnitsForParent",
	"Organizations.ListAccountsForParent", "Organizations.ListTagsForResource",
}

// Actions are the IAM actions that it takes to list the members that are meant.
func (f MemberFilter) Actions() []string {
	actions := []string{"organizations:ListAccounts"}
	if f.byUnits() {
		actions = []string{"organizations:ListAccountsForParent", "organizations:ListOrganizationalUnitsForParent", "organizations:ListRoots"}
	}
	if f.byTags() {
		actions = append(actions, "organizations:ListTagsForResource")
	}
	return actions
}

func (f MemberFilter) byUnits() bool { return len(f.Units)+len(f.ExcludeUnits) > 0 }
func (f MemberFilter) byTags() bool  { return len(f.Tags)+len(f.ExcludeTags) > 0 }

// Members lists the accounts of the organisation that are meant, sorted by id,
// those too that are not active. Only the organisation's management account, and
// those to which it delegated, may ask.
func (s *Session) Members(ctx context.Context, f MemberFilter) ([]Member, error) {
	ctx = context.WithValue(ctx, askingKey{}, asking{operations: memberOperations})
	l := &memberList{client: Client(s, s.HomeRegion(), organizations.NewFromConfig), filter: f}
	members, err := l.all(ctx)
	if err == nil {
		members, err = l.tagged(ctx, members)
	}
	if err != nil {
		return nil, organizationError(err)
	}
	slices.SortFunc(members, func(a, b Member) int { return cmp.Compare(a.ID, b.ID) })
	return members, nil
}

// organizationError says who may ask, where AWS refuses to tell.
func organizationError(err error) error {
	var mistake *UsageError
	if errors.As(err, &mistake) {
		return mistake
	}
	switch Code(err) {
	case "AWSOrganizationsNotInUseException":
		return &UsageError{"the account belongs to no organisation", "name the accounts with --accounts FILE"}
	case "AccessDeniedException":
		return fmt.Errorf("%w (only the management account and delegated administrators may ask; lambda-audit permissions --organization prints what that takes)", err)
	}
	return openingError("list the organisation's accounts", err)
}

type memberList struct {
	client *organizations.Client
	filter MemberFilter
	met    map[string]bool // patterns of units that met one
}

// all lists the members in the units that are meant.
func (l *memberList) all(ctx context.Context) ([]Member, error) {
	if l.filter.byUnits() {
		return l.walk(ctx)
	}
	return listed(ctx, "the organisation's accounts", func(ctx context.Context, token *string) ([]Member, *string, error) {
		page, err := l.client.ListAccounts(ctx, &organizations.ListAccountsInput{NextToken: token})
		if err != nil {
			return nil, nil, err
		}
		return membersOf(page.Accounts), page.NextToken, nil
	})
}

// listed is the whole of a list that is read page by page.
func listed[Row any](ctx context.Context, what string, page func(ctx context.Context, token *string) ([]Row, *string, error)) ([]Row, error) {
	var all []Row
	err := Walk(ctx, func(ctx context.Context, token *string) (int, *string, error) {
		rows, next, err := page(ctx, token)
		all = append(all, rows...)
		return len(rows), next, err
	})
	if err != nil {
		return nil, fmt.Errorf("list %s: %w", what, err)
	}
	return all, nil
}

func membersOf(accounts []types.Account) []Member {
	members := make([]Member, len(accounts))
	for i, a := range accounts {
		// State replaced Status on 2026-09-09; servers that are older tell only that.
		members[i] = Member{ID: aws.ToString(a.Id), Name: aws.ToString(a.Name), State: cmp.Or(string(a.State), string(a.Status))}
	}
	return members
}

// tagged leaves the members whose tags are asked for.
func (l *memberList) tagged(ctx context.Context, members []Member) ([]Member, error) {
	if !l.filter.byTags() {
		return members, nil
	}
	var left []Member
	for _, m := range members {
		tags, err := l.tagsOf(ctx, m.ID)
		if err != nil {
			return nil, err
		}
		excluded := slices.ContainsFunc(l.filter.ExcludeTags, func(tag string) bool { return Scope{Tags: []string{tag}}.IncludesTags(tags) })
		if !excluded && (Scope{Tags: l.filter.Tags}).IncludesTags(tags) {
			left = append(left, m)
		}
	}
	return left, nil
}

func (l *memberList) tagsOf(ctx context.Context, account string) (map[string]string, error) {
	list, err := listed(ctx, "the tags of account "+account, func(ctx context.Context, token *string) ([]types.Tag, *string, error) {
		page, err := l.client.ListTagsForResource(ctx, &organizations.ListTagsForResourceInput{ResourceId: &account, NextToken: token})
		if err != nil {
			return nil, nil, err
		}
		return page.Tags, page.NextToken, nil
	})
	tags := make(map[string]string, len(list))
	for _, t := range list {
		tags[aws.ToString(t.Key)] = aws.ToString(t.Value)
	}
	return tags, err
}

// meets reports whether any pattern names the unit, and notes which do.
func (l *memberList) meets(patterns []string, id, name string) bool {
	met := false
	for _, p := range patterns {
		plain := strings.Trim(p, "/")
		if ok, err := path.Match(plain, name); p == id || plain == name || err == nil && ok {
			l.met[p], met = true, true
		}
	}
	return met
}
