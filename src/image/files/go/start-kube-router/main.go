// Start-kube-router writes the node's CNI configuration, pod range included, before kube-router
// starts: a file without the range would make the node Ready while its pods still fail.
package main

import (
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"fmt"
	"log"
	"net"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"syscall"
	"time"
)

const serviceAccount = "/var/run/secrets/kubernetes.io/serviceaccount/"

func main() {
	log.SetFlags(log.LstdFlags | log.LUTC)
	useEndpoint(os.Getenv("CONTROL_PLANE_ENDPOINT"))
	ranges := waitForPodRanges(os.Getenv("NODE_NAME"))
	if err := write(os.Getenv("KUBE_ROUTER_CNI_CONF_FILE"), configuration(ranges)); err != nil {
		log.Fatal(err)
	}
	args := append([]string{"kube-router"}, os.Args[1:]...)
	log.Fatal(syscall.Exec("/usr/local/bin/kube-router", args, os.Environ()))
}

// Kind names the API server's own endpoint: with it nothing here waits for kube-proxy.
func useEndpoint(endpoint string) {
	host, port, err := net.SplitHostPort(endpoint)
	if err != nil {
		return
	}
	os.Setenv("KUBERNETES_SERVICE_HOST", host)
	os.Setenv("KUBERNETES_SERVICE_PORT", port)
}

func waitForPodRanges(node string) []string {
	for attempt := 0; ; attempt++ {
		ranges, err := podRanges(node)
		if err == nil && len(ranges) > 0 {
			return ranges
		}
		if attempt%20 == 0 {
			log.Printf("waiting for the pod range of node %s (%v)", node, err)
		}
		time.Sleep(500 * time.Millisecond)
	}
}

func podRanges(node string) ([]string, error) {
	token, err := os.ReadFile(serviceAccount + "token")
	if err != nil {
		return nil, err
	}
	ca, err := os.ReadFile(serviceAccount + "ca.crt")
	if err != nil {
		return nil, err
	}
	roots := x509.NewCertPool()
	roots.AppendCertsFromPEM(ca)
	client := &http.Client{
		Timeout:   5 * time.Second,
		Transport: &http.Transport{TLSClientConfig: &tls.Config{RootCAs: roots}},
	}
	address := url.URL{
		Scheme: "https",
		Host:   net.JoinHostPort(os.Getenv("KUBERNETES_SERVICE_HOST"), os.Getenv("KUBERNETES_SERVICE_PORT")),
		Path:   "/api/v1/nodes/" + node,
	}
	request, err := http.NewRequest(http.MethodGet, address.String(), nil)
	if err != nil {
		return nil, err
	}
	request.Header.Set("Authorization", "Bearer "+string(token))
	response, err := client.Do(request)
	if err != nil {
		return nil, err
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("the API server answered %s", response.Status)
	}
	var object struct {
		Spec struct {
			PodCIDR  string   `json:"podCIDR"`
			PodCIDRs []string `json:"podCIDRs"`
		} `json:"spec"`
	}
	if err := json.NewDecoder(response.Body).Decode(&object); err != nil {
		return nil, err
	}
	if len(object.Spec.PodCIDRs) == 0 && object.Spec.PodCIDR != "" {
		return []string{object.Spec.PodCIDR}, nil
	}
	return object.Spec.PodCIDRs, nil
}

func configuration(ranges []string) map[string]any {
	ipam := map[string]any{"type": "host-local", "subnet": ranges[0]}
	if len(ranges) > 1 {
		sets := make([][]map[string]string, 0, len(ranges))
		for _, subnet := range ranges {
			sets = append(sets, []map[string]string{{"subnet": subnet}})
		}
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
