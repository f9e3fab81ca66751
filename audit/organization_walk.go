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
	var roots []orgUnit
	for pages := organizations.NewListRootsPaginator(l.client, &organizations.ListRootsInput{}); pages.HasMorePages(); {
		page, err := pages.NextPage(ctx)
		if err != nil {
			return nil, fmt.Errorf("list the organisation's roots: %w", err)
		}
		for _, r := range page.Roots {
			roots = append(roots, orgUnit{id: aws.ToString(r.Id)})
		}
	}
	return roots, nil
}

func (l *memberList) unitsIn(ctx context.Context, parent orgUnit) ([]orgUnit, error) {
	var units []orgUnit
	input := &organizations.ListOrganizationalUnitsForParentInput{ParentId: &parent.id}
	for pages := organizations.NewListOrganizationalUnitsForParentPaginator(l.client, input); pages.HasMorePages(); {
		page, err := pages.NextPage(ctx)
		if err != nil {
			return nil, fmt.Errorf("list the units in %s: %w", parent.id, err)
		}
		for _, u := range page.OrganizationalUnits {
			name := strings.TrimPrefix(parent.path+"/"+aws.ToString(u.Name), "/")
			units = append(units, orgUnit{id: aws.ToString(u.Id), path: name, meant: parent.meant, excluded: parent.excluded})
		}
	}
	return units, nil
}

func (l *memberList) membersIn(ctx context.Context, unit orgUnit) ([]Member, error) {
	var members []Member
	input := &organizations.ListAccountsForParentInput{ParentId: &unit.id}
	for pages := organizations.NewListAccountsForParentPaginator(l.client, input); pages.HasMorePages(); {
		page, err := pages.NextPage(ctx)
		if err != nil {
			return nil, fmt.Errorf("list the accounts in %s: %w", unit.id, err)
		}
		members = append(members, membersOf(page.Accounts)...)
	}
	return members, nil
}
