// Package component describes a part of a cluster: whether it runs, and where its log
// is. Both kinds of cluster answer with it.
package component

// Component is a part of a cluster that ought to run: a process of the host, or
// a node's container.
type Component struct {
	// Name is that of the program or the container.
	Name string
	// Runs says how: "pid 123"; it is empty when the component does not run.
	Runs string
	// Log is its log file, or the command that shows its log.
	Log string
	// Problem is why it does not run, as far as that is known.
	Problem string
}

// Adapter is the adapter of a cluster, once it has been started.
type Adapter struct {
	// Where says where it answers: "port 40000", or from which image it is.
	Where string
	// Development says that it is the one of live development, which was left as it is.
	Development bool
}
