package write

const (
	// maxBody is how many bytes a body may have. A value has at most 64 characters; the rest is for white space.
	maxBody = 1 << 10

	// maxURL is how many bytes the path and the query may have. The names in a path have at most 769 characters; the rest
	// is for their escapes, and for labels.
	maxURL = 4 << 10

	// writesPerSecond is how many values may be written in a second, by all clients together. Each is a write to etcd
	// and an event to every replica of the adapter: twenty pods with two metrics each may be set every second, while a
	// loop without a pause does not crowd out other clients of the API server.
	writesPerSecond = 50

	// writeBurst is how many writes may come at once after a pause: a script that sets up a scenario.
	writeBurst = 100

	// retryAfterSeconds is when a client that wrote too fast should try again: the least that the header can say.
	retryAfterSeconds = 1
)
