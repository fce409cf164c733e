package report

// fact is one number of a summary, of each run.
type fact struct {
	Name       string
	Values     []string
	Difference string // of the second to the first
}

// facts are the summary of each run.
func facts(s subject) []fact {
	type number struct {
		name string
		of   func(summary) float64
	}
	var all []fact
	for _, n := range []number{
		{"replica-hours", func(s summary) float64 { return s.replicaHours }},
		{"rescales", func(s summary) float64 { return float64(s.rescales) }},
		{"direction changes", func(s summary) float64 { return float64(s.turns) }},
		{"highest", func(s summary) float64 { return float64(s.highest) }},
		{"lowest", func(s summary) float64 { return float64(s.lowest) }},
		{"failed looks", func(s summary) float64 { return float64(s.failures) }},
	} {
		one := fact{Name: n.name}
		var values []float64
		for _, r := range s.runs {
			v := n.of(summarize(r.Played))
			values, one.Values = append(values, v), append(one.Values, rounded(v))
		}
		if len(values) == 2 {
			one.Difference = signed(values[1] - values[0])
		}
		all = append(all, one)
	}
	return all
}

func rounded(v float64) string { return trimmed(v, 2) }

func signed(v float64) string {
	s := rounded(v)
	if v > 0 && s != "0" {
		return "+" + s
	}
	return s
}
