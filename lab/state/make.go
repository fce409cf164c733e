package state

// DefaultName is the name of a lab that is not given one.
const DefaultName = "metrics-lab"

// Make is the command that does something to the lab of a name, as the pages write it:
// "make up", or "make up NAME=other". target is one of the Makefile that takes a name.
func Make(target, name string) string {
	if name == DefaultName {
		return "make " + target
	}
	return "make " + target + " NAME=" + name
}
