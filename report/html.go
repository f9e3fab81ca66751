package report

import (
	"crypto/sha256"
	"embed"
	"encoding/base64"
	"fmt"
	"html/template"
	"io"
	"path"
	"strings"
	"unicode/utf8"
)

var _ = register(&Format{
	Name:  "html",
	Doc:   "one page for a browser, complete in itself: filter, search, fixes to copy",
	Write: writeHTML,
})

//go:embed html
var htmlFiles embed.FS

// htmlScripts are the page's scripts in the order in which they run: one script
// to the browser.
var htmlScripts = []string{"state.js", "rows.js", "tables.js", "page.js"}

// writeHTML writes a page that asks nobody for anything: its style and script
// stand in it, and its policy lets the browser run those two and load nothing.
func writeHTML(w io.Writer, r *Report) error {
	view, err := newHTMLPage(r)
	if err != nil {
		return err
	}
	page, err := template.New("page.html").Funcs(htmlFuncs).ParseFS(htmlFiles, "html/*.html")
	if err != nil {
		return fmt.Errorf("read the page's templates: %w", err)
	}
	return page.Execute(inert{w}, view)
}

// htmlFuncs write numbers as all formats for people do.
var htmlFuncs = template.FuncMap{
	"count": count, "plural": plural, "dollars": dollars, "points": points, "percent": percent, "whole": whole,
	"join": strings.Join,
	// saving leaves a place empty where there is less than a cent to save.
	"saving": func(amount *float64) string {
		if text := dollars(amount); text != unknownText && text != "$0.00" {
			return text
		}
		return ""
	},
}

// htmlText returns embedded files, one after the other.
func htmlText(names ...string) (string, error) {
	var text strings.Builder
	for _, name := range names {
		content, err := htmlFiles.ReadFile(path.Join("html", name))
		if err != nil {
			return "", fmt.Errorf("read the page's parts: %w", err)
		}
		text.Write(content)
	}
	return text.String(), nil
}

// htmlPolicy is the page's Content-Security-Policy: this style and this script,
// by their hashes, and nothing else from anywhere.
func htmlPolicy(style, script string) template.HTMLAttr {
	hash := func(text string) string {
		sum := sha256.Sum256([]byte(text))
		return "'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'"
	}
	return template.HTMLAttr(fmt.Sprintf(
		`content="default-src 'none'; style-src %s; script-src %s; base-uri 'none'; form-action 'none'"`, hash(style), hash(script)))
}

// inert passes text on without the characters that a browser or an editor obeys
// instead of showing them (see clean); lines and tabs stay. Templates write a
// value in one piece, so no character is cut in two.
type inert struct{ w io.Writer }

func (i inert) Write(text []byte) (int, error) {
	safe := strings.Map(func(r rune) rune {
		switch {
		case r == '\n' || r == '\t':
			return r
		case r == '\r':
			return ' '
		case r >= ' ' && r < 0x7f:
			return r
		case unprintable(r):
			return utf8.RuneError
		}
		return r
	}, string(text))
	if _, err := io.WriteString(i.w, safe); err != nil {
		return 0, err
	}
	return len(text), nil
}
