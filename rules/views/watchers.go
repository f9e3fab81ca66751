package views

import (
	_ "embed"
	"encoding/json"
	"path"
	"slices"
	"strings"
	"sync"

	"lambda-audit/audit"
	"lambda-audit/audit/facts"
	"lambda-audit/audit/secrets"
)

// A Watcher is a product that traces or watches a function from within it.
type Watcher struct {
	Name   string
	Traces bool   // it follows requests, as X-Ray does
	By     string // what of the configuration shows it
}

// Watchers are the products that watch a function, or a version of it, from
// within. What an image or a package bundles does not show.
var Watchers = audit.RegisterView(audit.View[[]Watcher]{
	Name: "watchers", From: []audit.Dep{Configuration}, Keep: 1 << 14,
	Compute: func(r audit.Reader, id string) ([]Watcher, error) {
		c, err := Configuration.Of(r, id)
		if err != nil {
			return nil, err
		}
		table := products()
		c.Variables = table.telling(c.Variables)
		var list []Watcher
		for i := range table.Watchers {
			p := &table.Watchers[i]
			if by := p.sign(&c); by != "" {
				list = append(list, Watcher{p.Name, p.Traces, by})
			}
		}
		return list, nil
	},
})

//go:embed watchers.json
var watchersJSON []byte

// A product is a row of the table of those that watch functions; its texts are
// patterns, but for accounts and variables.
type product struct {
	Name      string   `json:"name"`
	Traces    bool     `json:"traces"`
	Accounts  []string `json:"accounts"`
	Layers    []string `json:"layers"`
	Wrappers  []string `json:"wrappers"`
	Handlers  []string `json:"handlers"`
	Variables []string `json:"variables"`
}

// productTable is the table of products.
type productTable struct {
	Watchers []product `json:"watchers"`

	variables map[string]bool // that tell of any of them
}

// wrapperVariable names a program that starts the function.
const wrapperVariable = "AWS_LAMBDA_EXEC_WRAPPER"

var products = sync.OnceValue(func() productTable {
	var table productTable
	if err := json.Unmarshal(watchersJSON, &table); err != nil {
		panic("watchers.json: " + err.Error())
	}
	table.variables = map[string]bool{wrapperVariable: true}
	for i := range table.Watchers {
		p := &table.Watchers[i]
		p.Layers, p.Wrappers, p.Handlers = unslashed(p.Layers), unslashed(p.Wrappers), unslashed(p.Handlers)
		for _, name := range p.Variables {
			table.variables[name] = true
		}
	}
	return table
})

// telling gives those of the variables that may tell of a product: few functions have any.
func (t *productTable) telling(variables []secrets.Variable) []secrets.Variable {
	var list []secrets.Variable
	for i := range variables {
		if t.variables[variables[i].Name] {
			list = append(list, variables[i])
		}
	}
	return list
}

// sign is what of a configuration shows the product; "" where nothing does.
func (p *product) sign(c *facts.Config) string {
	for _, arn := range c.Layers {
		a, _ := audit.ParseARN(arn)
		if slices.Contains(p.Accounts, a.Account) || meets(p.Layers, LayerName(arn)) {
			return "layer " + LayerName(arn)
		}
	}
	if meets(p.Handlers, c.Handler) {
		return "handler " + c.Handler
	}
	for _, v := range c.Variables {
		if slices.Contains(p.Variables, v.Name) {
			return "variable " + v.Name
		}
		if v.Name != wrapperVariable {
			continue
		}
		for _, wrapper := range v.TraitValues(secrets.TraitLiteral) {
			if meets(p.Wrappers, wrapper) {
				return "wrapper " + wrapper
			}
		}
	}
	return ""
}

// meets reports whether the text meets one of the patterns. A slash, at which a
// '*' would end, is read as a colon.
func meets(patterns []string, text string) bool {
	if len(patterns) == 0 {
		return false
	}
	text = strings.ReplaceAll(text, "/", ":")
	return slices.ContainsFunc(patterns, func(pattern string) bool {
		ok, err := path.Match(pattern, text)
		return ok && err == nil
	})
}

// unslashed writes the patterns as texts are compared with them.
func unslashed(patterns []string) []string {
	list := make([]string, len(patterns))
	for i, pattern := range patterns {
		list[i] = strings.ReplaceAll(pattern, "/", ":")
	}
	return list
}

// LayerName is the name of a layer without its version.
func LayerName(arn string) string {
	a, _ := audit.ParseARN(arn)
	name, _, _ := strings.Cut(strings.TrimPrefix(a.Resource, "layer:"), ":")
	return name
}
