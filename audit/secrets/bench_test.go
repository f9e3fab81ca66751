package secrets

import "testing"

// BenchmarkClassify measures one variable of the corpus on average; the design
// allows 0.1 ms.
func BenchmarkClassify(b *testing.B) {
	g := newGenerator(1)
	var names, values []string
	for _, s := range append(secretSamples, plainSamples...) {
		names, values = append(names, s.name), append(values, s.value(g))
	}
	c := NewClassifier(RandomKey(), nil)
	c.Classify("X", NewValue("loads the rules once"))
	for i := 0; b.Loop(); i++ {
		at := i % len(names)
		c.Classify(names[at], NewValue(values[at]))
	}
}

// BenchmarkTables measures what the first classification pays once.
func BenchmarkTables(b *testing.B) {
	for b.Loop() {
		loadVendors()
	}
}

// BenchmarkGitleaks measures what the first value that is compared with
// gitleaks' rules pays once; the design allows 100 ms.
func BenchmarkGitleaks(b *testing.B) {
	for b.Loop() {
		if _, err := loadGitleaks(); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkEnvironment measures one variable of an environment as functions
// have it: mostly names of tables, stages and switches, and one password.
func BenchmarkEnvironment(b *testing.B) {
	g := newGenerator(1)
	environment := [][2]string{
		{"STAGE", "prod"}, {"LOG_LEVEL", "INFO"}, {"TABLE_NAME", "orders-prod-table"}, {"NODE_OPTIONS", "--enable-source-maps"},
		{"QUEUE_URL", "https://sqs.eu-west-1.amazonaws.com/111122223333/orders"}, {"BUCKET", "orders-prod-assets-eu-west-1"},
		{"TOPIC_ARN", g.arn(":sns:eu-west-1:ACCOUNT:orders")}, {"DB_HOST", "orders.cluster-abc.eu-west-1.rds.amazonaws.com"},
		{"DB_NAME", "orders"}, {"DB_USER", "orders_app"}, {"DB_PASSWORD", g.password()}, {"POWERTOOLS_SERVICE_NAME", "orders"},
		{"TIMEOUT_MS", "3000"}, {"ALLOWED_ORIGINS", "https://www.example.com,https://admin.example.com"}, {"BUILD", g.hex(40)},
	}
	c := NewClassifier(RandomKey(), nil)
	c.Classify("X", NewValue("loads the rules once"))
	for i := 0; b.Loop(); i++ {
		v := environment[i%len(environment)]
		c.Classify(v[0], NewValue(v[1]))
	}
}
