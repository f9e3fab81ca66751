package audit

// chunkSize is how many values a full chunk holds.
const chunkSize = 512

// chunks is a list that grows without being copied: of a list of 100,000
// configurations, a copy would take 50 MB beside the old one.
type chunks[T any] struct{ parts [][]T }

// add puts a value at the end. The first chunk grows as lists do, because most
// facts have few values.
func (c *chunks[T]) add(value T) {
	last := len(c.parts) - 1
	switch {
	case last < 0:
		c.parts = append(c.parts, []T{value})
	case len(c.parts[last]) < chunkSize:
		c.parts[last] = append(c.parts[last], value)
	default:
		c.parts = append(c.parts, append(make([]T, 0, chunkSize), value))
	}
}

func (c *chunks[T]) at(i int) *T { return &c.parts[i/chunkSize][i%chunkSize] }

func (c *chunks[T]) set(i int, value T) { *c.at(i) = value }
