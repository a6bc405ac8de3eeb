package main

import (
	"context"
	"sync"

	"github.com/cloudnativelabs/kube-router/v2/pkg/controllers/netpol"
	"github.com/cloudnativelabs/kube-router/v2/pkg/controllers/routing"
	"github.com/cloudnativelabs/kube-router/v2/pkg/healthcheck"
	"github.com/cloudnativelabs/kube-router/v2/pkg/options"
	"k8s.io/client-go/informers"
	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/tools/cache"
)

// Runs the controllers until it is told to stop.
func run(ctx context.Context, client kubernetes.Interface, config *options.KubeRouterConfig) error {
	var running sync.WaitGroup
	var ipsets sync.Mutex
	beats := make(chan *healthcheck.ControllerHeartbeat, 10)

	health, err := healthcheck.NewHealthController(config)
	if err != nil {
		return err
	}
	running.Add(1)
	go health.RunServer(ctx.Done(), &running)

	factory := informers.NewSharedInformerFactory(client, 0)
	nodes := factory.Core().V1().Nodes().Informer()
	services := factory.Core().V1().Services().Informer()
	endpoints := factory.Core().V1().Endpoints().Informer()
	pods := factory.Core().V1().Pods().Informer()
	namespaces := factory.Core().V1().Namespaces().Informer()
	policies := factory.Networking().V1().NetworkPolicies().Informer()
	factory.Start(ctx.Done())
	limited, cancel := context.WithTimeout(ctx, config.CacheSyncTimeout)
	defer cancel()
	factory.WaitForCacheSync(limited.Done())
	if err := limited.Err(); err != nil {
		return err
	}
	health.SetAlive()
	running.Add(1)
	go health.RunCheck(beats, ctx.Done(), &running)

	router, err := routing.NewNetworkRoutingController(client, config, nodes, services, endpoints, &ipsets)
	if err != nil {
		return err
	}
	if err := handle(
		handled{nodes, router.NodeEventHandler},
		handled{services, router.ServiceEventHandler},
		handled{endpoints, router.EndpointsEventHandler},
	); err != nil {
		return err
	}
	// The router's rules come first, or they would stand above those of the policies.
	router.CNIFirewallSetup.L.Lock()
	running.Add(1)
	go router.Run(beats, ctx.Done(), &running)
	router.CNIFirewallSetup.Wait()
	router.CNIFirewallSetup.L.Unlock()

	var firewall *netpol.NetworkPolicyController
	write := func() { firewall.RequestFullSync() }
	iptables, sets, err := netpol.NewIPTablesHandlers(config)
	if err != nil {
		return err
	}
	for family, handler := range iptables {
		iptables[family] = remember(handler, write)
	}
	firewall, err = netpol.NewNetworkPolicyController(
		client, config, pods, policies, namespaces, &ipsets, iptables, sets)
	if err != nil {
		return err
	}
	changed := gather(write)
	if err := handle(
		handled{pods, on(changed, ofPod)},
		handled{namespaces, on(changed, ofNamespace)},
		handled{policies, on(changed, ofPolicy)},
	); err != nil {
		return err
	}
	running.Add(1)
	go firewall.Run(beats, ctx.Done(), &running)

	running.Wait()
	return nil
}

type handled struct {
	objects cache.SharedInformer
	by      cache.ResourceEventHandler
}

func handle(all ...handled) error {
	for _, one := range all {
		if _, err := one.objects.AddEventHandler(one.by); err != nil {
			return err
		}
	}
	return nil
}
