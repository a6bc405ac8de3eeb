package main

import (
	"strings"
	"time"

	"github.com/cloudnativelabs/kube-router/v2/pkg/utils"
)

// How long what was found good is held to be so.
const memory = 30 * time.Second

// Remembering knows which of the fixed chains and rules were there. Whenever kube-router writes the
// rules of policies, it asks for all of these, each once and in no order: a question that comes again
// begins another round. A round is answered from memory or by looking, as a whole. (A rule that is
// remembered but not in a new list of its chain would be "moved", at the cost of another one.)
type remembering struct {
	utils.IPTablesHandler
	// Has the policies' rules written, and so the next questions asked.
	write func()

	asked  map[string]bool
	there  map[string]bool
	lists  map[string][]string
	looked time.Time
	// Something was missing or misplaced when we looked: the next round looks again.
	repaired bool
	// The chain of the last rule that was asked for: where the rule stands in it is asked next.
	chain string
	// After a round from memory there is one that looks, even if nothing changes any more.
	again *time.Timer
}

func remember(handler utils.IPTablesHandler, write func()) *remembering {
	return &remembering{
		IPTablesHandler: handler, write: write,
		asked: map[string]bool{}, there: map[string]bool{}, lists: map[string][]string{},
	}
}

func (r *remembering) ChainExists(table, chain string) (bool, error) {
	question := table + " " + chain
	if r.recall(question) {
		return true, nil
	}
	there, err := r.IPTablesHandler.ChainExists(table, chain)
	return r.learn(question, there, err)
}

func (r *remembering) Exists(table, chain string, rule ...string) (bool, error) {
	r.chain = table + " " + chain
	question := r.chain + " " + strings.Join(rule, " ")
	if r.recall(question) {
		return true, nil
	}
	delete(r.lists, r.chain)
	there, err := r.IPTablesHandler.Exists(table, chain, rule...)
	return r.learn(question, there, err)
}

func (r *remembering) AppendUnique(table, chain string, rule ...string) error {
	if there, err := r.Exists(table, chain, rule...); there || err != nil {
		return err
	}
	return r.Append(table, chain, rule...)
}

func (r *remembering) List(table, chain string) ([]string, error) {
	name := table + " " + chain
	if r.chain != name {
		return r.IPTablesHandler.List(table, chain)
	}
	r.chain = ""
	if list, known := r.lists[name]; known {
		return list, nil
	}
	list, err := r.IPTablesHandler.List(table, chain)
	if err == nil {
		r.lists[name] = list
	}
	return list, err
}

func (r *remembering) Insert(table, chain string, position int, rule ...string) error {
	r.repaired = true
	return r.IPTablesHandler.Insert(table, chain, position, rule...)
}

func (r *remembering) recall(question string) bool {
	if r.asked[question] {
		r.begin()
	}
	r.asked[question] = true
	return r.there[question]
}

func (r *remembering) learn(question string, there bool, err error) (bool, error) {
	if there && err == nil {
		r.there[question] = true
	} else {
		r.repaired = true
	}
	return there, err
}

// Begins a round: from memory if that is young and all was good, else by looking.
func (r *remembering) begin() {
	clear(r.asked)
	left := memory - time.Since(r.looked)
	if left > 0 && !r.repaired {
		if r.again == nil {
			r.again = time.AfterFunc(left, r.write)
		}
		return
	}
	clear(r.there)
	clear(r.lists)
	r.looked = time.Now()
	r.repaired = false
	if r.again != nil {
		r.again.Stop()
		r.again = nil
	}
}
