package command

import (
	"time"

	"github.com/spf13/pflag"
)

// options are the flags.
type options struct {
	run     string
	at      time.Duration
	compare string
	sweep   []string

	html, svg, png, csv, json, junit string
}

func (o *options) flags(f *pflag.FlagSet) {
	f.StringVar(&o.run, "run", "", "play only the tests whose names contain this")
	f.DurationVar(&o.at, "at", -1, "explain what the controller decided at this moment: 12m30s")
	f.StringVar(&o.compare, "compare", "", "play this HPA manifest too, on the same load, and show both")
	f.StringArrayVar(&o.sweep, "sweep", nil, "play with each value of a field of the HPA's spec: behavior.scaleDown.stabilizationWindowSeconds=0..600:60, or maxReplicas=5,10,20 (twice for two fields)")
	f.StringVar(&o.html, "html", "", "write the report to this file: one page, which opens offline")
	f.StringVar(&o.svg, "svg", "", "write the chart to this file")
	f.StringVar(&o.png, "png", "", "write the chart to this file")
	f.StringVar(&o.csv, "csv", "", "write all numbers to this file, as a table")
	f.StringVar(&o.json, "json", "", "write all results to this file")
	f.StringVar(&o.junit, "junit", "", "write what was as expected to this file, as CI systems read it")
}
