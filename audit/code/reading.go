package code

// Reading is what was found in a function's code.
type Reading struct {
	Language string    `json:"language,omitempty"` // "python", "javascript"; "" where no reader knows the runtime's
	Entry    *Entry    `json:"entry,omitempty"`    // the handler; nil where it was not found
	Sites    []Site    `json:"sites,omitempty"`
	Imports  []Import  `json:"imports,omitempty"`  // of modules from outside the project
	Packages []Package `json:"packages,omitempty"` // what dependency manifests name
	Weights  []Weight  `json:"weights,omitempty"`  // what a package carries and no run needs
	Unread   []Unread  `json:"unread,omitempty"`   // what could not be read, and why: absence proves nothing then
	Files    int       `json:"files,omitempty"`    // source files read
	Bytes    int64     `json:"bytes,omitempty"`    // fetched of the package
	Size     int64     `json:"size,omitempty"`     // of the package
	Minified bool      `json:"minified,omitempty"` // the handler's file was made by a bundler
}

// Entry is the handler.
type Entry struct {
	File     string `json:"file"`
	Line     int    `json:"line"`
	Function string `json:"function"`
	Event    string `json:"event,omitempty"` // the name of its first parameter
}

// Reach says when code runs.
type Reach string

// The ways that code is reached.
const (
	AtLoad    Reach = "load"      // once per environment, when the module is loaded
	InHandler Reach = "handler"   // on every call, in the handler itself
	Called    Reach = "called"    // on calls, in a function that the handler calls
	Elsewhere Reach = "elsewhere" // in a function that nothing was seen to call from the handler
)

// SiteKind is what the code does at a site.
type SiteKind string

// The kinds of sites.
const (
	SiteClient      SiteKind = "client"       // an SDK client or resource is made
	SiteConnection  SiteKind = "connection"   // a connection, pool, session or engine is made
	SiteConfig      SiteKind = "config"       // configuration is read or parsed: files, parsers, model loading
	SiteSleep       SiteKind = "sleep"        // waits a fixed time
	SiteSecretFetch SiteKind = "secret-fetch" // a secret or parameter is fetched
	SiteWrite       SiteKind = "write"        // something outside is changed: put, send, publish, INSERT, POST
	SiteIdempotency SiteKind = "idempotency"  // a guard against doing things twice
	SitePrint       SiteKind = "print"        // print, console.log
	SiteLog         SiteKind = "log"          // a logging library is called or set up
	SiteEventRead   SiteKind = "event-read"   // a field of the event is read
	SiteValidation  SiteKind = "validation"   // the event or a part of it is parsed or checked
	SiteLiteral     SiteKind = "literal"      // configuration stands as a literal
	SiteSecret      SiteKind = "secret"       // a literal that is shaped like a secret
	SiteImport      SiteKind = "import"       // a module is loaded within a function
)

// Trait is a remark about a site, from a closed list.
type Trait string

// The traits of sites.
const (
	TraitCached      Trait = "cached"       // done at most once per environment: kept in a global, memoized, behind a check
	TraitLoop        Trait = "loop"         // within a loop
	TraitBranch      Trait = "branch"       // not on every way through the function
	TraitPoll        Trait = "poll"         // a wait in a loop that asks again until something is so
	TraitBackoff     Trait = "backoff"      // a wait between attempts after an error
	TraitJSON        Trait = "json"         // an object is written, not plain text
	TraitStructured  Trait = "structured"   // a library that writes JSON
	TraitConditional Trait = "conditional"  // a write that AWS refuses the second time
	TraitNaturalKey  Trait = "natural-key"  // a write whose repetition changes nothing: a key from the event
	TraitRetriesSet  Trait = "retries-set"  // the client's attempts are set
	TraitTimeoutsSet Trait = "timeouts-set" // the client's timeouts are set
	TraitPerCall     Trait = "per-call"     // what is made depends on the event (an assumed role, a tenant's region)
	TraitExtension   Trait = "extension"    // through a caching extension or Powertools
	TraitDefault     Trait = "default"      // a literal that is only the default of an environment variable
	TraitConfigFile  Trait = "config-file"  // in a configuration file, not in code
	TraitUnknownTime Trait = "unknown-time" // a wait whose length the code does not show
)

// Site is one place of the code where something worth judging happens.
type Site struct {
	Kind       SiteKind `json:"kind"`
	Name       string   `json:"name"`              // what is called, resolved through imports: "boto3.client", "time.sleep"; or a literal's class: "arn"
	Service    string   `json:"service,omitempty"` // the AWS service, as in "dynamodb"
	File       string   `json:"file"`
	Line       int      `json:"line"`
	Excerpt    string   `json:"excerpt,omitempty"` // the line as it stands, literals masked, at most 120 characters
	Reach      Reach    `json:"reach"`
	Via        []string `json:"via,omitempty"`     // the functions from the handler to here
	Seconds    *float64 `json:"seconds,omitempty"` // of a sleep, where the code shows it
	Traits     []Trait  `json:"traits,omitempty"`
	Confidence string   `json:"confidence,omitempty"` // "high", "medium", "low": how sure the reader is of what it says
}

// Import is a module from outside the project.
type Import struct {
	Module   string `json:"module"` // top and sub: "pandas", "aws-sdk/clients/s3"
	File     string `json:"file"`
	Line     int    `json:"line"`
	Reach    Reach  `json:"reach"`
	Uses     int    `json:"uses"`                // places that use what it binds
	OnBranch bool   `json:"on_branch,omitempty"` // all uses stand on one branch of the handler or of what it calls, or in code seldom reached
	Bundled  bool   `json:"bundled,omitempty"`   // it lies in the package itself
}

// Package is a dependency that a manifest names.
type Package struct {
	Name    string `json:"name"`
	Version string `json:"version,omitempty"`
	From    string `json:"from"` // the manifest's path, or the layer's ARN
}

// WeightGroup says why a part of a package is not needed when it runs.
type WeightGroup string

// The groups of dead weight.
const (
	WeightTests  WeightGroup = "tests"
	WeightDocs   WeightGroup = "docs"
	WeightCaches WeightGroup = "caches"
	WeightDev    WeightGroup = "dev-dependencies"
	WeightSDK    WeightGroup = "runtime-sdk" // the runtime brings it
	WeightMaps   WeightGroup = "source-maps"
)

// Weight is a part of a package.
type Weight struct {
	Group WeightGroup `json:"group"`
	Path  string      `json:"path"`  // the folder or file that holds the most of it
	Bytes int64       `json:"bytes"` // unpacked
	Files int         `json:"files"`
}

// Unread is what could not be read. Reason is from a closed list; Detail holds
// nothing of the file's content.
type Unread struct {
	File   string `json:"file,omitempty"` // "" for the package
	Reason string `json:"reason"`
	Detail string `json:"detail,omitempty"`
}
