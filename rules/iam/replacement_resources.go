package iam

import (
	"regexp"
	"slices"
	"strings"
)

// scoped reports whether an action can be limited to resources.
func (w *rewriter) scoped(action string) bool {
	return holdsName(usualServices()[actionService(action)].Reading, actionName(action)) || !Unscoped(action)
}

// filled gives the resources that are known for an action: those that the statement names, and, where it names any
// resource, those that are known of the functions. The statement held all of them before.
func (w *rewriter) filled(action string) []string {
	service := actionService(action)
	form := usualServices()[service].form(actionName(action))
	written, wide := w.written(action)
	named := w.fitting(service, form, actionName(action), written)
	if !wide {
		return named
	}
	for _, resource := range w.candidates(service, actionName(action)) {
		resource = fitted(resource, service, form)
		if w.held(resource) && !slices.Contains(named, resource) {
			named = append(named, resource)
		}
	}
	return named
}

// written gives the resources that the statement names for an action, and whether it names more beside than one should.
func (w *rewriter) written(action string) (named []string, wide bool) {
	for _, pattern := range concerning(w.statement.Resources, actionService(action)) {
		if tooMany(action, pattern) {
			wide = true
		} else if !slices.Contains(named, pattern) {
			named = append(named, pattern)
		}
	}
	return named, wide || w.statement.Resources == nil
}

// tooMany reports whether a pattern holds more resources than an action should be allowed on: any of a type, or, of an
// action that opens a path to more rights, more than one of a name.
func tooMany(action, pattern string) bool {
	anyResource, _ := AnyResource(pattern)
	return anyResource || slices.ContainsFunc(knownPaths().typesOf(action), func(kind string) bool {
		return reachOf(pattern, kind) >= reachWild
	})
}

// fitting gives those of the written resources that an action can work on. Where one of them is known to be a source of
// events, the sources are read and the others are not; an action that works on none of them as written keeps them all,
// since the table may be wrong.
func (w *rewriter) fitting(service, form, name string, resources []string) []string {
	reads := holdsName(usualServices()[service].Reading, name)
	isSource := func(resource string) bool { return slices.Contains(w.known.EventSources, resource) }
	mixed := len(usualServices()[service].Reading) > 0 && slices.ContainsFunc(resources, isSource)
	fit := slices.DeleteFunc(slices.Clone(resources), func(resource string) bool {
		return mixed && isSource(resource) != reads || service != "logs" && !fits(form, resource)
	})
	if len(fit) == 0 && !mixed && !reads {
		return resources
	}
	return fit
}

// fits reports whether a resource can be of the form. Names of buckets, queues and their like have no slash.
func fits(form, resource string) bool {
	a, ok := splitARN(form)
	b, okToo := splitARN(resource)
	if !ok || !okToo {
		return true
	}
	return Overlaps(capitals.ReplaceAllString(a.resource, "*"), b.resource, false) &&
		(strings.Contains(a.resource, "/") || !strings.Contains(b.resource, "/"))
}

// capitals are the words of the table that stand for what it leaves open.
var capitals = regexp.MustCompile(`[A-Z][A-Z0-9_]+`)

// candidates gives what is known for an action of a service.
func (w *rewriter) candidates(service, name string) []string {
	usual, k := usualServices()[service], w.known
	named := k.Named[service]
	switch {
	case service == "logs":
		return k.LogGroups
	case service == "kms":
		return slices.Concat(k.Keys, named)
	case holdsName(usual.Reading, name):
		if sources := k.of(service, k.EventSources); len(sources) > 0 {
			return sources
		}
	case holdsName(usual.Sending, name):
		return slices.Concat(k.of(service, k.Failures), named)
	}
	return named
}

// of gives those ARNs that the service's actions work on.
func (k Known) of(service string, arns []string) []string {
	return slices.DeleteFunc(slices.Clone(arns), func(arn string) bool { return !concerns(arn, service) })
}

// fitted gives a known ARN the form that an action takes: the streams of a log group, the objects of a bucket.
func fitted(resource, service, form string) string {
	switch {
	case service == "logs" && !strings.HasSuffix(resource, ":*"):
		return resource + ":*"
	case service != "s3":
		return resource
	case strings.HasSuffix(form, "/*") && !strings.Contains(resource, "/"):
		return resource + "/*"
	case !strings.Contains(form, "/"):
		bucket, _, _ := strings.Cut(resource, "/")
		return bucket
	}
	return resource
}

// held reports whether the statement surely named all that the resource stands for.
func (w *rewriter) held(resource string) bool {
	return w.statement.resources().holds(&span{all: []string{resource}})
}

// hole gives an ARN with words for what nobody knows: of the form that the action takes, or else of the form of what the
// statement says.
func (w *rewriter) hole(action string) []string {
	service := actionService(action)
	form := usualServices()[service].form(actionName(action))
	wide := concerning(w.statement.Resources, service)
	if w.statement.Resources == nil {
		wide = []string{"*"}
	}
	for _, pattern := range wide {
		a, _ := splitARN(pattern)
		for _, resource := range []string{w.place.fill(form, a), w.place.holed(a, service)} {
			if resource != "" && !tooMany(action, resource) && w.held(resource) {
				w.open(wordsIn(resource, form)...)
				return []string{resource}
			}
		}
	}
	return nil
}

// wordsIn gives the words of a resource that stand for something else: those of the form, or those of any hole.
func wordsIn(resource, form string) []string {
	words := slices.Concat(capitals.FindAllString(form, -1), []string{"REGION", "ACCOUNT", "RESOURCE_ARN", "RESOURCE"})
	return slices.DeleteFunc(words, func(word string) bool {
		return !slices.Contains(capitals.FindAllString(resource, -1), word)
	})
}

// inWords puts a word in place of each run of wildcards; a run of "?" alone says how long a name is, and stays.
func inWords(text, word string) string {
	return wildRun.ReplaceAllStringFunc(text, func(run string) string {
		if !strings.Contains(run, "*") {
			return run
		}
		return word
	})
}

var wildRun = regexp.MustCompile(`[*?]+`)
