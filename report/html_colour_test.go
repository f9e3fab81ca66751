package report

import (
	"math"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// luminance is that of WCAG 2.2 for a colour as #rrggbb.
func luminance(t *testing.T, colour string) float64 {
	t.Helper()
	sum := 0.0
	for i, weight := range []float64{0.2126, 0.7152, 0.0722} {
		n, err := strconv.ParseUint(colour[1+2*i:3+2*i], 16, 8)
		if err != nil {
			t.Fatal(err)
		}
		v := float64(n) / 255
		if v <= 0.04045 {
			v /= 12.92
		} else {
			v = math.Pow((v+0.055)/1.055, 2.4)
		}
		sum += weight * v
	}
	return sum
}

// TestHTMLContrast holds every colour of a text to level AA (4.5 to 1) on every
// ground, in both schemes.
func TestHTMLContrast(t *testing.T) {
	style, err := htmlText("style.css")
	if err != nil {
		t.Fatal(err)
	}
	light, rest, _ := strings.Cut(style, "@media (prefers-color-scheme: dark)")
	dark, _, _ := strings.Cut(rest, "* {")
	for scheme, text := range map[string]string{"light": light, "dark": dark} {
		colours := map[string]string{}
		for _, found := range regexp.MustCompile(`--([a-z]+): (#[0-9a-f]{6})`).FindAllStringSubmatch(text, -1) {
			colours[found[1]] = found[2]
		}
		for _, ink := range []string{"ink", "soft", "accent", "critical", "high", "medium", "low", "unknown", "good"} {
			for _, ground := range []string{"ground", "paper", "wash"} {
				a, b := luminance(t, colours[ink]), luminance(t, colours[ground])
				if ratio := (max(a, b) + 0.05) / (min(a, b) + 0.05); ratio < 4.5 {
					t.Errorf("%s: %s on %s has a contrast of %.2f", scheme, ink, ground, ratio)
				}
			}
		}
	}
}
