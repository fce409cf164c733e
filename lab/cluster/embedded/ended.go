package embedded

import (
	"context"
	"fmt"
	"os"
	"strings"

	gopsnet "github.com/shirou/gopsutil/v4/net"
	gopsprocess "github.com/shirou/gopsutil/v4/process"
	"sigs.k8s.io/yaml"

	"example.com/metrics-lab/lab/adapter"
	"example.com/metrics-lab/lab/host/process"
)

// maxReason is how many characters of a log's line a status shows.
const maxReason = 160

// whyEnded says what is known of why a program does not run, and nothing else: how it
// has ended, its own last words if it ended by itself with an error, and that another
// program has taken its port.
func (c *Cluster) whyEnded(ctx context.Context, program, log string) string {
	if program == adapter.Name && c.Development {
		return c.takenOver()
	}
	reason := "it has ended; how is not known, as after a restart of the machine"
	switch how := process.HowEnded(c.Lab.Dir, program); {
	case strings.HasPrefix(how, "signal: "):
		reason = fmt.Sprintf("it was ended by a signal (%s)", strings.TrimPrefix(how, "signal: "))
	case how == process.Succeeded:
		reason = "it has ended as it was told to (" + how + ")"
	case how != "":
		reason = fmt.Sprintf("it has ended with %s: %s", how, cut(process.LastError(log)))
	}
	for _, port := range c.portsOf(program) {
		if user := userOf(ctx, port); user != "" {
			reason += fmt.Sprintf("; its port %d is used by %s now", port, user)
		}
	}
	return reason
}

// cut shortens a line at a blank.
func cut(line string) string {
	if len(line) <= maxReason {
		return line
	}
	line = line[:maxReason]
	return line[:max(strings.LastIndexByte(line, ' '), 0)] + " …"
}

// portsOf are the ports that a program listens on.
func (c *Cluster) portsOf(program string) []int {
	if program == adapter.Name {
		return []int{c.adapterPort()}
	}
	options, err := c.options()
	if err != nil {
		return nil // it was never configured
	}
	var ports []int
	for _, name := range map[string][]string{
		"etcd":                    {"etcdPort", "etcdPeerPort"},
		"kube-apiserver":          {"kubeApiserverPort"},
		"kube-controller-manager": {"kubeControllerManagerPort"},
		"kube-scheduler":          {"kubeSchedulerPort"},
		"kwok-controller":         {"kwokControllerPort"},
	}[program] {
		port, _ := options[name].(float64)
		ports = append(ports, int(port))
	}
	return ports
}

// options are those of kwokctl's configuration.
func (c *Cluster) options() (map[string]any, error) {
	data, err := os.ReadFile(c.configFile())
	if err != nil {
		return nil, fmt.Errorf("read kwokctl's configuration: %w", err)
	}
	var config configuration
	if err := yaml.Unmarshal(data, &config); err != nil {
		return nil, fmt.Errorf("read kwokctl's configuration: %w", err)
	}
	return config.Options, nil
}

// userOf names the program that listens on a port: "python3 (pid 123)"; empty if
// nobody does.
func userOf(ctx context.Context, port int) string {
	if portFree(ctx, port) {
		return ""
	}
	all, _ := gopsnet.ConnectionsWithContext(ctx, "tcp") // without it, the port says enough
	for _, connection := range all {
		if connection.Status != "LISTEN" || int(connection.Laddr.Port) != port || connection.Pid == 0 {
			continue
		}
		if p, err := gopsprocess.NewProcessWithContext(ctx, connection.Pid); err == nil {
			name, _ := p.NameWithContext(ctx)
			return fmt.Sprintf("%s (pid %d)", name, connection.Pid)
		}
	}
	return "another program"
}
