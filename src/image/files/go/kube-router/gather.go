package main

import (
	"reflect"
	"sync"
	"time"

	core "k8s.io/api/core/v1"
	networking "k8s.io/api/networking/v1"
	"k8s.io/client-go/tools/cache"
)

// An event waits this long for the next one, and all together so long for the rules.
const (
	pause = 100 * time.Millisecond
	limit = 700 * time.Millisecond
)

// Gathers events: returns what is to be called at each, and calls write once for several.
func gather(write func()) (event func()) {
	var mutex sync.Mutex
	var first time.Time
	var timer *time.Timer
	fire := func() {
		mutex.Lock()
		first = time.Time{}
		mutex.Unlock()
		write()
	}
	return func() {
		mutex.Lock()
		defer mutex.Unlock()
		if first.IsZero() {
			first = time.Now()
			timer = time.AfterFunc(pause, fire)
		} else if timer.Stop() {
			timer.Reset(min(pause, time.Until(first.Add(limit))))
		}
	}
}

// Handles the events of objects of one kind. What "of" says of an object is all that rules are made
// of, nil where there is nothing: only when it changes is there an event.
func on[T any](event func(), of func(*T) any) cache.ResourceEventHandler {
	differ := func(old, new any) {
		if !reflect.DeepEqual(old, new) {
			event()
		}
	}
	return cache.ResourceEventHandlerFuncs{
		AddFunc:    func(object any) { differ(nil, of(object.(*T))) },
		UpdateFunc: func(old, new any) { differ(of(old.(*T)), of(new.(*T))) },
		DeleteFunc: func(object any) {
			// Else its last state was not seen.
			if last, ok := object.(*T); ok {
				differ(of(last), nil)
			} else {
				event()
			}
		},
	}
}

func ofPod(pod *core.Pod) any {
	finished := pod.Status.Phase == core.PodSucceeded || pod.Status.Phase == core.PodFailed
	if finished || pod.Status.PodIP == "" || pod.Spec.HostNetwork {
		return nil
	}
	// The UID stands for what can't change: its name, and the names of its ports.
	return []any{pod.UID, pod.Status.HostIP, pod.Status.PodIP, pod.Status.PodIPs, pod.Labels}
}

func ofNamespace(namespace *core.Namespace) any {
	return namespace.Labels
}

func ofPolicy(policy *networking.NetworkPolicy) any {
	return policy.ResourceVersion
}
