package cli

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"lambda-audit/audit"
	"lambda-audit/report"
	"lambda-audit/rules"
)

// accountListName is the file that says which accounts a folder of snapshots is
// about, and what became of each.
const accountListName = "accounts.json"

// accountListVersion is the version of the list's form.
const accountListVersion = 1

// The states of an account in the list, beside failed and skipped.
const (
	stateCollected = "collected"
	stateWanted    = "wanted" // its collection did not end
)

// An accountList tells of all the accounts of a run, those without a snapshot too:
// who judges the snapshots later must not take the others for clean.
type accountList struct {
	Form       int               `json:"lambda_audit_accounts"`
	RunID      string            `json:"run_id"`
	TakenAt    time.Time         `json:"taken_at"`
	WindowDays int               `json:"window_days"`
	Account    string            `json:"account_id"` // whose credentials the run has
	Calls      []audit.CallCount `json:"calls"`      // before any account was read
	Accounts   []accountFile     `json:"accounts"`
}

// An accountFile is one account of the list.
type accountFile struct {
	Account  string       `json:"account_id"`
	Name     string       `json:"account_name"`
	State    string       `json:"state"`
	File     string       `json:"file"` // its snapshot's name; empty without one
	Message  string       `json:"reason"`
	Reason   audit.Reason `json:"cause,omitempty"` // of a failure, as in errors[]
	Code     string       `json:"code,omitempty"`
	Action   string       `json:"action,omitempty"`
	Example  string       `json:"example,omitempty"`
	Stranger bool         `json:"credentials,omitempty"` // the way in is closed
	// Calls were made of an account without a snapshot.
	Calls []audit.CallCount `json:"calls,omitempty"`

	functions, problems int
}

// newAccountList lists the accounts before any of them is read.
func newAccountList(f *fleet) *accountList {
	h := f.own.Header
	list := &accountList{Form: accountListVersion, RunID: h.RunID, TakenAt: h.TakenAt, WindowDays: h.Window.Days, Account: h.Account, Calls: f.own.Calls()}
	for _, t := range f.targets {
		row := accountFile{Account: t.account, Name: t.name, State: stateWanted, File: t.account + snapshotSuffix}
		if t.skipped != "" {
			row.State, row.File, row.Message = rules.AccountSkipped, "", t.skipped
		}
		list.Accounts = append(list.Accounts, row)
	}
	return list
}

// of returns the row of an account.
func (l *accountList) of(account string) *accountFile {
	for i := range l.Accounts {
		if l.Accounts[i].Account == account {
			return &l.Accounts[i]
		}
	}
	return nil
}

// note says what became of the accounts. In a run that was cut, who failed may
// have failed for that: it stays wanted.
func (l *accountList) note(parts []rules.Part, cut bool) {
	for i := range parts {
		row, failure := l.of(parts[i].Account), parts[i].Failure
		switch {
		case parts[i].Skipped != "", failure != nil && cut:
		case failure != nil:
			row.State, row.File, row.Message, row.Reason = rules.AccountFailed, "", failure.Message, failure.Reason
			row.Code, row.Action, row.Example, row.Stranger = failure.Code, failure.Action, failure.Example, failure.Stranger
			row.Calls = parts[i].Calls
		default:
			row.State = stateCollected
		}
	}
}

func (l *accountList) count(state string) int {
	n := 0
	for _, row := range l.Accounts {
		if row.State == state {
			n++
		}
	}
	return n
}

// write puts the list into the folder, whole or not at all, for its owner alone.
func (l *accountList) write(folder string) error {
	file, err := os.CreateTemp(folder, "."+accountListName+".*") // mode 0600
	if err != nil {
		return fmt.Errorf("write the list of accounts: %w", err)
	}
	if err := errors.Join(report.WriteJSON(file, l), file.Sync(), file.Close()); err != nil {
		return errors.Join(fmt.Errorf("write the list of accounts: %w", err), os.Remove(file.Name()))
	}
	return os.Rename(file.Name(), filepath.Join(folder, accountListName))
}

// readAccountList reads the list of a folder; nil where it has none.
func readAccountList(folder string) (*accountList, error) {
	path := filepath.Join(folder, accountListName)
	text, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, usage("", "read the list of accounts: %v", err)
	}
	list := new(accountList)
	if err := json.Unmarshal(text, list); err != nil || list.Form != accountListVersion {
		return nil, usage("collect again", "%s is no list of accounts of this version", path)
	}
	return list, nil
}

// failure is why an account of the list has no snapshot.
func (a *accountFile) failure() *rules.Failure {
	if a.State == rules.AccountFailed {
		return &rules.Failure{Reason: a.Reason, Code: a.Code, Action: a.Action, Message: a.Message, Example: a.Example, Stranger: a.Stranger}
	}
	return &rules.Failure{Reason: audit.Failed, Message: "its collection did not end", Example: a.File}
}
