package engine

// Turns are the numbers of the samples at which the replicas go down after they went up, or up after they went down: changes of
// direction.
func (p *Played) Turns() (turns []int) {
	before := int32(0)
	for n := 1; n < len(p.Samples); n++ {
		change := p.Samples[n].Wanted - p.Samples[n-1].Wanted
		if change == 0 {
			continue
		}
		if before != 0 && (change > 0) != (before > 0) {
			turns = append(turns, n)
		}
		before = change
	}
	return turns
}
