// Command scale measures the HPA controller with many HPAs, once with this adapter and once with the library's test
// adapter, in one run on one embedded cluster:
//
//	go run ./scripts/peers/scale [-hpas 100,500,1000] [-json FILE]
//
// Each HPA has ten simulated pods, with the value that it wants, so that nothing is scaled and all that is measured is the
// controller's look at each HPA once a period of 15 seconds, its default. The controller is measured with its default
// limits, and with others. It prints a table, and writes all that it has measured as JSON. It makes a lab of its own, and
// removes it at the end.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"strconv"
	"strings"
	"syscall"
	"time"

	"example.com/metrics-lab/lab/console"
	"example.com/metrics-lab/lab/host/process"
	"example.com/metrics-lab/scripts/peers"
)

// labName is that of the lab that is made and removed.
const labName = "bench-scale"

// period is how often the controller looks at each HPA, if it is not late: its default.
const period = 15 * time.Second

func main() {
	process.Keep() // this program also keeps those of the lab
	hpas := flag.String("hpas", "100,500,1000", "how many HPAs, smallest number first")
	file := flag.String("json", "bin/bench-scale.json", "file for all that is measured")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := run(ctx, *hpas, *file); err != nil {
		fmt.Fprintln(os.Stderr, "error:", err)
		os.Exit(1) //nolint:gocritic // stop has nothing to do any more
	}
}

func run(ctx context.Context, hpas, file string) error {
	numbers, err := parse(hpas)
	if err != nil {
		return fmt.Errorf("-hpas: %w", err)
	}
	show := console.New(os.Stderr)
	return peers.Run(ctx, labName, period, show, func(ctx context.Context, lab *peers.Lab) error {
		cells, err := measure(ctx, lab, show, numbers)
		if err != nil {
			return err
		}
		fmt.Print(table(cells))
		return peers.WriteJSON(file, cells)
	})
}

// parse reads numbers that grow.
func parse(text string) ([]int, error) {
	var numbers []int
	for word := range strings.SplitSeq(text, ",") {
		n, err := strconv.Atoi(word)
		if err != nil {
			return nil, err
		}
		if n < 1 || len(numbers) > 0 && n <= numbers[len(numbers)-1] {
			return nil, fmt.Errorf("%q: want positive numbers, each greater than the one before it", text)
		}
		numbers = append(numbers, n)
	}
	return numbers, nil
}
