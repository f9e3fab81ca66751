//go:build integration

package integration

// transportPlan are functions whose variables switch encryption off, or only seem to.
var transportPlan = []planted{
	{name: "plain-http", env: vars("PAYMENTS_URL", "http://payments.shop.example.com/v1"), want: says("env-insecure-transport medium PAYMENTS_URL")},
	{name: "plain-cache", env: vars("CACHE", "redis://cache.internal:6379/0"), want: says("env-insecure-transport medium CACHE")},
	{name: "plain-database", env: vars("DATABASE_URL", "postgres://orders-db.internal:5432/orders?sslmode=disable"), want: says("env-insecure-transport medium DATABASE_URL")},
	{name: "plain-broker", env: vars("BROKER", "amqp://mq.internal:5672/events", "CACHE", "redis://cache.internal:6379/0"),
		want: says("env-insecure-transport medium BROKER", "env-insecure-transport medium CACHE")},
	{name: "unchecked-node", env: vars("NODE_TLS_REJECT_UNAUTHORIZED", "0"), want: says("env-insecure-transport medium NODE_TLS_REJECT_UNAUTHORIZED")},
	{name: "unchecked-python", env: vars("PYTHONHTTPSVERIFY", "0"), want: says("env-insecure-transport medium PYTHONHTTPSVERIFY")},
	{name: "checked-node", env: vars("NODE_TLS_REJECT_UNAUTHORIZED", "1")},
	{name: "sealed", env: vars("PAYMENTS_URL", "https://payments.shop.example.com/v1", "CACHE", "rediss://cache.internal:6380/0",
		"DATABASE_URL", "postgres://orders-db.internal:5432/orders?sslmode=verify-full", "BROKER", "amqps://mq.internal:5671/events")},
	{name: "to-itself", env: vars("EXTENSION", "http://localhost:2773/secretsmanager/get")},
	{name: "names-a-schema", env: vars("XML_NAMESPACE", "http://www.w3.org/2001/XMLSchema")},
}
