package main

import (
	"encoding/json"
	"os"
	"path/filepath"
)

func configuration(ranges []string) map[string]any {
	sets := make([][]map[string]string, 0, len(ranges))
	for _, subnet := range ranges {
		sets = append(sets, []map[string]string{{"subnet": subnet}})
	}
	ipam := map[string]any{"type": "host-local", "subnet": ranges[0]}
	if len(ranges) > 1 {
		ipam = map[string]any{"type": "host-local", "ranges": sets}
	}
	return map[string]any{
		"cniVersion": "1.0.0",
		"name":       "kube-router",
		"plugins": []map[string]any{
			{
				"type": "bridge", "bridge": "kube-bridge", "isDefaultGateway": true,
				"hairpinMode": true, "ipam": ipam,
			},
			{"type": "portmap", "capabilities": map[string]bool{"portMappings": true}, "snat": true},
		},
	}
}

// Containerd reads the file as soon as it appears: it appears whole.
func write(file string, content any) error {
	text, err := json.MarshalIndent(content, "", "  ")
	if err != nil {
		return err
	}
	part := filepath.Join(filepath.Dir(file), ".cni-part")
	if err := os.WriteFile(part, append(text, '\n'), 0o644); err != nil {
		return err
	}
	return os.Rename(part, file)
}
