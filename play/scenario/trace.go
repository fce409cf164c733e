package scenario

import (
	"bytes"
	"encoding/csv"
	"errors"
	"io"
	"strconv"
	"strings"
	"time"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"example.com/metrics-lab/adapter/api/v1alpha1"
)

// readTrace reads a CSV file of times and values, in order of time. A first line that has neither is a header.
func readTrace(r *report, path string, data []byte, in bounds) (points []v1alpha1.Point) {
	reader := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(data, []byte("\ufeff")))) // a mark that spreadsheets write
	reader.ReuseRecord, reader.FieldsPerRecord, reader.TrimLeadingSpace, reader.Comment = true, -1, true, '#'
	clock := &traceClock{}
	for n := 0; ; n++ {
		record, err := reader.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		if line, message := csvError(err); err != nil {
			r.addIn(path, line, message+": write time,value in each line, such as 90s,120")
			return nil
		}
		line, _ := reader.FieldPos(0)
		if n == 0 && header(record) {
			continue
		}
		p, message := clock.point(record)
		if message == "" {
			message = in.violated(p.Value)
		}
		switch k := len(points); {
		case message != "":
		case k > 0 && p.At.Duration <= points[k-1].At.Duration:
			message = "the time " + strings.TrimSpace(record[0]) + " is not after that of the line before: write the lines in order of time"
		case k == maxPoints:
			message = "the trace has more than 1000000 lines: thin it out"
		}
		if message != "" {
			r.addIn(path, line, message)
			return nil
		}
		points = append(points, p)
	}
	if len(points) == 0 {
		r.addIn(path, 0, "the trace is empty: write time,value in each line, such as 90s,120")
	}
	return points
}

func csvError(err error) (int, string) {
	var wrong *csv.ParseError
	if errors.As(err, &wrong) {
		return wrong.Line, wrong.Err.Error()
	}
	return 0, ""
}

func header(record []string) bool {
	if len(record) != 2 {
		return false
	}
	_, form := parseTime(strings.TrimSpace(record[0]))
	_, err := v1alpha1.ParseValue(strings.TrimSpace(record[1]))
	return form == "" && err != nil
}

// traceClock counts the times of a trace from its start. The first line says how they are written.
type traceClock struct {
	form  string
	first time.Duration // what others are relative to
}

// The forms of times.
const (
	formDuration = "a duration such as 90s"
	formSeconds  = "a number of seconds"
	formDate     = "a date and time such as 2026-11-23T10:00:00Z"
)

// point is what a line says, or what is wrong with it.
func (c *traceClock) point(record []string) (p v1alpha1.Point, wrong string) {
	if len(record) != 2 {
		return p, "the line has " + strconv.Itoa(len(record)) + " fields: write time,value, such as 90s,120"
	}
	text := strings.TrimSpace(record[0])
	at, form := parseTime(text)
	switch {
	case form == "":
		return p, "the time " + strconv.Quote(shorten(text)) + " cannot be read: write " + formDuration + ", " + formSeconds + ", or " + formDate
	case c.form == "":
		c.form = form
		if form == formDate || form == formSeconds && at > maxDuration {
			c.first = at
		}
	case form != c.form:
		return p, "the time " + shorten(text) + " is not " + c.form + ", as the first one is: write all in one form"
	}
	at -= c.first
	if at < 0 || at > maxDuration {
		return p, "the time " + shorten(text) + " is not within " + brief(maxDuration) + " of the start: write a time that is"
	}
	value, err := v1alpha1.ParseValue(strings.TrimSpace(record[1]))
	if err != nil {
		return p, err.Error()
	}
	return v1alpha1.Point{At: metav1.Duration{Duration: at}, Value: value}, ""
}

// parseTime reads a time in one of the forms, and says in which.
func parseTime(text string) (time.Duration, string) {
	if seconds, err := strconv.ParseFloat(text, 64); err == nil && seconds > -9e9 && seconds < 9e9 { // in 64 bits of nanoseconds
		whole := time.Duration(seconds)
		return whole*time.Second + time.Duration((seconds-float64(whole))*1000)*time.Millisecond, formSeconds
	}
	if at, err := time.ParseDuration(text); err == nil {
		return at, formDuration
	}
	if at, err := time.Parse(time.RFC3339, text); err == nil && at.Year() > 1700 && at.Year() < 2200 { // as said above
		return time.Duration(at.UnixNano()), formDate
	}
	return 0, ""
}

// shorten is what an error quotes of a text.
func shorten(text string) string {
	if len(text) > 40 {
		return text[:40] + "..."
	}
	return text
}
