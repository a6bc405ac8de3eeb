package main

import (
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"net"
	"os"
	"strings"
	"time"
)

// How long a route may be missing: a node that says Ready may in truth be gone.
const patience = 30 * time.Second

// Its date tells when kube-router was started.
const started = "/run/kube-router-started"

func check(self string) error {
	response, err := net.DialTimeout("tcp", "127.0.0.1:20244", time.Second)
	if err != nil {
		return fmt.Errorf("kube-router has not started: %w", err)
	}
	response.Close()
	if file, err := os.Stat(started); err == nil && time.Since(file.ModTime()) > patience {
		return nil
	}
	var list struct {
		Items []node `json:"items"`
	}
	if err := get("/api/v1/nodes", &list); err != nil {
		return err
	}
	routes, err := os.ReadFile("/proc/net/route")
	if err != nil {
		return err
	}
	for _, other := range list.Items {
		if other.Metadata.Name == self || !other.ready() {
			continue
		}
		for _, subnet := range other.Spec.PodCIDRs {
			if _, network, err := net.ParseCIDR(subnet); err == nil && network.IP.To4() != nil && !hasRoute(string(routes), network) {
				return fmt.Errorf("no route yet to %s on node %s", subnet, other.Metadata.Name)
			}
		}
	}
	return nil
}

// Reads the kernel's table: destination and mask are in columns 2 and 8, in the host's byte order.
func hasRoute(table string, network *net.IPNet) bool {
	for _, line := range strings.Split(table, "\n") {
		fields := strings.Fields(line)
		if len(fields) > 7 && fields[1] == inHostOrder(network.IP.To4()) && fields[7] == inHostOrder(network.Mask) {
			return true
		}
	}
	return false
}

func inHostOrder(address []byte) string {
	swapped := make([]byte, 4)
	binary.NativeEndian.PutUint32(swapped, binary.BigEndian.Uint32(address[:4]))
	return strings.ToUpper(hex.EncodeToString(swapped))
}
