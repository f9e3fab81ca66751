package audit

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/organizations"
)

// A unit of an organisation on the way through it.
type orgUnit struct {
	id, path string // of names, without the root's
	meant    bool   // it, or one that it lies in, is asked for
	excluded bool   // the same
}

// walk lists the members unit by unit, save those in units that are excluded. All
// units are looked at, so that one that is named and not there can be told.
func (l *memberList) walk(ctx context.Context) ([]Member, error) {
	l.met = map[string]bool{}
	roots, err := l.roots(ctx)
	if err != nil {
		return nil, err
	}
	var members []Member
	var known []string
	for open := roots; len(open) > 0; {
		at := open[0]
		open = open[1:]
		known = append(known, at.path)
		at.excluded = l.meets(l.filter.ExcludeUnits, at.id, at.path) || at.excluded
		at.meant = l.meets(l.filter.Units, at.id, at.path) || at.meant || len(l.filter.Units) == 0
		if at.meant && !at.excluded {
			found, err := l.membersIn(ctx, at)
			if err != nil {
				return nil, err
			}
			members = append(members, found...)
		}
		below, err := l.unitsIn(ctx, at)
		if err != nil {
			return nil, err
		}
		open = append(open, below...)
	}
	return members, l.check(known)
}

// check refuses a unit that nobody met: it is misspelt.
func (l *memberList) check(known []string) error {
	slices.Sort(known)
	for _, p := range l.filter.Units {
		if !l.met[p] {
			known = slices.DeleteFunc(known, func(name string) bool { return name == "" })
			return &UsageError{fmt.Sprintf("no unit of the organisation is named %q", p), Suggest(p, known) + "there are " + strings.Join(known, ", ")}
		}
	}
	for _, p := range l.filter.ExcludeUnits {
		if !l.met[p] {
			return &UsageError{fmt.Sprintf("no unit to exclude is named %q", p), "a unit is named by its id, or by its path from the root"}
		}
	}
	return nil
}

func (l *memberList) roots(ctx context.Context) ([]orgUnit, error) {
	return listed(ctx, "the organisation's roots", func(ctx context.Context, token *string) ([]orgUnit, *string, error) {
		page, err := l.client.ListRoots(ctx, &organizations.ListRootsInput{NextToken: token})
		if err != nil {
			return nil, nil, err
		}
		roots := make([]orgUnit, len(page.Roots))
		for i, r := range page.Roots {
			roots[i].id = aws.ToString(r.Id)
		}
		return roots, page.NextToken, nil
	})
}

func (l *memberList) unitsIn(ctx context.Context, parent orgUnit) ([]orgUnit, error) {
	return listed(ctx, "the units in "+parent.id, func(ctx context.Context, token *string) ([]orgUnit, *string, error) {
		page, err := l.client.ListOrganizationalUnitsForParent(ctx, &organizations.ListOrganizationalUnitsForParentInput{ParentId: &parent.id, NextToken: token})
		if err != nil {
			return nil, nil, err
		}
		units := make([]orgUnit, len(page.OrganizationalUnits))
		for i, u := range page.OrganizationalUnits {
			name := strings.TrimPrefix(parent.path+"/"+aws.ToString(u.Name), "/")
			units[i] = orgUnit{id: aws.ToString(u.Id), path: name, meant: parent.meant, excluded: parent.excluded}
		}
		return units, page.NextToken, nil
	})
}

func (l *memberList) membersIn(ctx context.Context, unit orgUnit) ([]Member, error) {
	return listed(ctx, "the accounts in "+unit.id, func(ctx context.Context, token *string) ([]Member, *string, error) {
		page, err := l.client.ListAccountsForParent(ctx, &organizations.ListAccountsForParentInput{ParentId: &unit.id, NextToken: token})
		if err != nil {
			return nil, nil, err
		}
		return membersOf(page.Accounts), page.NextToken, nil
	})
}
