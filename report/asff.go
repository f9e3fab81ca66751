package report

import (
	"bytes"
	"cmp"
	"io"
	"maps"
	"slices"
)

var _ = register(&Format{
	Name:    "asff",
	Doc:     "findings for Security Hub, as arrays that BatchImportFindings takes",
	Write:   writeASFF,
	Batches: asffBatches,
})

// What BatchImportFindings takes at once; a finding of ours is smaller than the
// 240 kB that one may have, because its texts are cut.
// https://docs.aws.amazon.com/securityhub/1.0/APIReference/API_BatchImportFindings.html
const (
	ASFFMostOfBatch = 100
	asffBatchBytes  = 6_000_000
)

// writeASFF writes all findings as one array.
func writeASFF(w io.Writer, r *Report) error {
	separator, end := "[\n", "[]\n"
	err := asffFindings(r, func(_ asffPlace, finding string) error {
		_, err := io.WriteString(w, separator+finding)
		separator, end = ",\n", "\n]\n"
		return err
	})
	if err != nil {
		return err
	}
	_, err = io.WriteString(w, end)
	return err
}

// An asffPlace is whose Security Hub takes a finding: it is sent with the account's
// own credentials, to that region.
type asffPlace struct{ account, region string }

// asffBatches gives arrays of one account and one region each, which are not
// longer than may be sent at once.
func asffBatches(r *Report, put func(document []byte) error) error {
	most := cmp.Or(r.Options.ASFFBatch, ASFFMostOfBatch)
	waiting := map[asffPlace]*asffBatch{}
	err := asffFindings(r, func(at asffPlace, finding string) error {
		batch := waiting[at]
		if batch == nil {
			batch = &asffBatch{}
			waiting[at] = batch
		}
		if !batch.takes(finding, most) {
			if err := put(batch.document()); err != nil {
				return err
			}
		}
		batch.add(finding)
		return nil
	})
	if err != nil {
		return err
	}
	for _, at := range slices.SortedFunc(maps.Keys(waiting), func(a, b asffPlace) int {
		return cmp.Or(cmp.Compare(a.account, b.account), cmp.Compare(a.region, b.region))
	}) {
		if err := put(waiting[at].document()); err != nil {
			return err
		}
	}
	return nil
}

// An asffBatch is an array that still grows.
type asffBatch struct {
	text     bytes.Buffer
	findings int
}

func (b *asffBatch) takes(finding string, most int) bool {
	const brackets = len(",\n\n]\n")
	return b.findings < most && b.text.Len()+len(finding)+brackets <= asffBatchBytes
}

func (b *asffBatch) add(finding string) {
	if b.findings > 0 {
		b.text.WriteString(",\n")
	} else {
		b.text.WriteString("[\n")
	}
	b.text.WriteString(finding)
	b.findings++
}

// document ends the array; the batch is empty again.
func (b *asffBatch) document() []byte {
	b.text.WriteString("\n]\n")
	document := bytes.Clone(b.text.Bytes())
	b.text.Reset()
	b.findings = 0
	return document
}
