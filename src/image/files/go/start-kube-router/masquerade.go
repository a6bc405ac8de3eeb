package main

import (
	"fmt"
	"os/exec"
	"strings"
)

// What leaves the pod network gets the node's address; between pods addresses stay, so that network
// policies see them.
func masquerade(subnets string) error {
	for _, subnet := range strings.Split(subnets, ",") {
		if subnet == "" {
			continue
		}
		program := "iptables"
		if strings.Contains(subnet, ":") {
			program = "ip6tables"
		}
		rule := []string{
			"POSTROUTING", "-s", subnet, "!", "-d", subnet,
			"-m", "comment", "--comment", "pods to the outside", "-j", "MASQUERADE", "--random-fully",
		}
		if iptables(program, append([]string{"-w", "-t", "nat", "-C"}, rule...)) == nil {
			continue
		}
		if err := iptables(program, append([]string{"-w", "-t", "nat", "-A"}, rule...)); err != nil {
			return err
		}
	}
	return nil
}

func iptables(program string, args []string) error {
	output, err := exec.Command(program, args...).CombinedOutput()
	if err != nil {
		return fmt.Errorf("%s %s: %w: %s", program, strings.Join(args, " "), err, output)
	}
	return nil
}
