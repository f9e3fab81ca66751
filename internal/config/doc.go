// Package config reads lambda-audit.yaml: what a team wants its functions to be
// judged by. Whatever is wrong in it is told with its line and column.
package config
