// Start-kube-router gets a node's network up in the right order. It writes the CNI configuration
// with the node's pod range in it (a file without the range would make the node Ready while its
// pods still fail), waits for kube-proxy's first rules (kube-router rewrites the whole filter table,
// and would drop what kube-proxy is about to refer to), lets pods reach the outside under the node's
// address, and becomes kube-router.
// With --check it says whether pods on all other nodes can be reached.
package main

import (
	"log"
	"net"
	"net/http"
	"os"
	"syscall"
	"time"
)

func main() {
	log.SetFlags(log.LstdFlags | log.LUTC)
	useEndpoint(os.Getenv("CONTROL_PLANE_ENDPOINT"))
	self := os.Getenv("NODE_NAME")
	if len(os.Args) == 2 && os.Args[1] == "--check" {
		if err := check(self); err != nil {
			log.Fatal(err)
		}
		return
	}
	ranges := waitForPodRanges(self)
	if err := write(os.Getenv("KUBE_ROUTER_CNI_CONF_FILE"), configuration(ranges)); err != nil {
		log.Fatal(err)
	}
	waitForKubeProxy(20 * time.Second)
	if err := masquerade(os.Getenv("POD_SUBNET")); err != nil {
		log.Fatal(err)
	}
	if err := os.WriteFile(started, nil, 0o644); err != nil {
		log.Fatal(err)
	}
	args := append([]string{"kube-router"}, os.Args[1:]...)
	log.Fatal(syscall.Exec("/usr/local/bin/kube-router", args, os.Environ()))
}

// Kind names the API server's own endpoint: with it nothing here needs kube-proxy to be reached.
func useEndpoint(endpoint string) {
	host, port, err := net.SplitHostPort(endpoint)
	if err != nil {
		return
	}
	os.Setenv("KUBERNETES_SERVICE_HOST", host)
	os.Setenv("KUBERNETES_SERVICE_PORT", port)
}

func waitForPodRanges(self string) []string {
	for attempt := 0; ; attempt++ {
		var found node
		err := get("/api/v1/nodes/"+self, &found)
		if err == nil && len(found.Spec.PodCIDRs) > 0 {
			return found.Spec.PodCIDRs
		}
		if attempt%20 == 0 {
			log.Printf("waiting for the pod range of node %s (%v)", self, err)
		}
		time.Sleep(500 * time.Millisecond)
	}
}

// A cluster may do without kube-proxy, so this gives up in the end.
func waitForKubeProxy(limit time.Duration) {
	client := &http.Client{Timeout: time.Second}
	for end := time.Now().Add(limit); time.Now().Before(end); time.Sleep(200 * time.Millisecond) {
		response, err := client.Get("http://127.0.0.1:10256/healthz")
		if err != nil {
			continue
		}
		response.Body.Close()
		if response.StatusCode == http.StatusOK {
			return
		}
	}
	log.Print("kube-proxy does not answer: going on without it")
}
