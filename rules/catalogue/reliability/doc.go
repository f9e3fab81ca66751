// Package reliability holds the rules on lost events, time and capacity.
package reliability
