package source

import "errors"

var (
	// ErrUnknownMetric says that the source has no such metric (any more), or none of this object or in this namespace:
	// the next source is asked.
	ErrUnknownMetric = errors.New("metric is not known")

	// ErrNoSample says that the metric is known and the object exists, but that there is no value that can be trusted:
	// it was never measured, or too long ago. A source must not answer zero instead, since a zero scales a workload in.
	// It is an answer: no other source is asked, whose value would hide that this one has none.
	ErrNoSample = errors.New("no sample, or none that is recent enough")
)
