package scenario

func badTraces() []bad {
	return []bad{
		{
			"missing trace", metric(`objects: {resource: pods}, trace: none.csv`),
			"5: there is no file testdata/none.csv: write the path of one", false,
		},
		{
			"trace is a folder", metric(`objects: {resource: pods}, trace: traces`),
			"5: testdata/traces is a folder: write the path of a file", false,
		},
		{
			"trace backwards", metric(`objects: {resource: pods}, trace: traces/backwards.csv`),
			"testdata/traces/backwards.csv:3: the time 10s is not after that of the line before: write the lines in order of time", false,
		},
		{
			"trace with NaN", metric(`objects: {resource: pods}, trace: traces/nan.csv`),
			`testdata/traces/nan.csv:2: the value "NaN" is not a quantity: write a number, with a suffix if you like, such as 40, 10500m or 1.5k`, false,
		},
		{
			"trace in two forms", metric(`objects: {resource: pods}, trace: traces/mixed.csv`),
			"testdata/traces/mixed.csv:2: the time 15 is not a duration such as 90s, as the first one is: write all in one form", false,
		},
		{
			"empty trace", metric(`objects: {resource: pods}, trace: traces/empty.csv`),
			"testdata/traces/empty.csv: the trace is empty: write time,value in each line, such as 90s,120", false,
		},
		{
			"trace with three fields", metric(`objects: {resource: pods}, trace: traces/three.csv`),
			"testdata/traces/three.csv:1: the line has 3 fields: write time,value, such as 90s,120", false,
		},
		{
			"trace with a quote", metric(`objects: {resource: pods}, trace: traces/quote.csv`),
			`testdata/traces/quote.csv:1: extraneous or missing " in quoted-field: write time,value in each line, such as 90s,120`, false,
		},
		{
			"trace of words", metric(`objects: {resource: pods}, trace: traces/words.csv`),
			`testdata/traces/words.csv:2: the time "c" cannot be read: write a duration such as 90s, a number of seconds, or a date and time such as 2026-11-23T10:00:00Z`, false,
		},
		{
			"negative trace of an external metric", one(`metrics: [{metric: q, external: {}, trace: traces/negative.csv}]`, "unserved: [http_requests]"),
			"testdata/traces/negative.csv:1: the value -5 is negative: an HPA takes a negative sum for an overflow and goes to maxReplicas; to show that, allow it: external: {allowNegative: true}", false,
		},
	}
}
