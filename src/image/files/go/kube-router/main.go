// Kube-router as a node here needs it: the router and the firewall of the published module, with
// its flags. The difference is what a change costs. Of its own, kube-router runs some 25 programs
// for each event, most of them to see that its fixed rules are still there; here events are
// gathered (gather.go), and what was seen is remembered for a while (remember.go).
package main

import (
	"context"
	"errors"
	"flag"
	"log"
	"os"
	"os/signal"
	"syscall"

	"github.com/cloudnativelabs/kube-router/v2/pkg/options"
	"github.com/cloudnativelabs/kube-router/v2/pkg/version"
	"github.com/spf13/pflag"
	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/rest"
	"k8s.io/klog/v2"
)

func main() {
	config := options.NewKubeRouterConfig()
	config.AddFlags(pflag.CommandLine)
	pflag.Parse()
	klog.InitFlags(nil)
	if err := start(config); err != nil {
		log.Fatal(err)
	}
}

func start(config *options.KubeRouterConfig) error {
	if err := flag.Set("v", config.VLevel); err != nil {
		return err
	}
	version.PrintVersion(true)
	if !config.RunRouter || !config.RunFirewall || config.RunServiceProxy || config.RunLoadBalancer {
		return errors.New("built as router and firewall alone: give --run-service-proxy=false")
	}
	access, err := rest.InClusterConfig()
	if err != nil {
		return err
	}
	client, err := kubernetes.NewForConfig(access)
	if err != nil {
		return err
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	return run(ctx, client, config)
}
