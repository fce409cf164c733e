package source

import "errors"

var (
	// ErrUnknownMetric says that the source has no such metric (any more).
	ErrUnknownMetric = errors.New("metric is not known")

	// ErrNoSample says that the metric is known and the object exists, but that there is no value that can be trusted:
	// it was never measured, or too long ago. A source must not answer zero instead, since a zero scales a workload in.
	ErrNoSample = errors.New("no sample, or none that is recent enough")
)
