package programs

import "time"

// keep reads lines until there are no more, and returns the last of those that
// were not understood. It calls idle about once a second.
func keep(lines <-chan string, understood func(string) bool, idle func()) []string {
	var kept []string
	ticker := time.NewTicker(time.Second)
	defer ticker.Stop()
	for {
		select {
		case line, more := <-lines:
			if !more {
				return kept
			}
			if !understood(line) {
				kept = append(kept, line)
			}
			if len(kept) > keptOutput {
				kept = kept[1:]
			}
		case <-ticker.C:
			idle()
		}
	}
}
