import { type Box, both, boxOf, EVERYTHING } from '../sets/box.ts';
import { joined } from '../sets/ranges.ts';
import { matches, selectedBy } from '../sets/selector.ts';
import { addressesOf } from './address.ts';
import { ADDRESS, type Kind, type Naming, NEW, OWN, PEER, PORT, portsOf } from './kinds.ts';
import type { Direction, Policy, PolicyPeer, PolicyPort } from './model.ts';
import { policiesIn, rulesOf } from './policy.ts';

/** The connections that a rule of a policy lets through. */
export interface Opening {
  policy: Policy;
  box: Box;
}

/** What the policies of a namespace let its pods and peers of a kind do, at ports that are named so. */
export function openingsOf(
  policies: readonly Policy[],
  direction: Direction,
  namespace: string,
  kind: Kind,
  ports: Naming['ports'],
): Opening[] {
  return policiesIn(policies, direction, namespace).flatMap((policy) => {
    const own = limited(policy);
    if (!own) return [];
    return rulesOf(policy, direction).flatMap((rule) => {
      const open = opened(rule.ports ?? [], ports);
      return peersIn(rule.peers ?? [], namespace, kind).flatMap((peer) => {
        const box = [peer, open].reduce<Box | undefined>((all, one) => all && both(all, one), own);
        return box ? [{ policy, box }] : [];
      });
    });
  });
}

/** The pods that a policy is for. */
export function limited({ spec }: Policy): Box | undefined {
  return selectedBy(spec?.podSelector ?? {}, OWN);
}

/** No list of ports means every port. */
function opened(asked: readonly PolicyPort[], named: Naming['ports']): Box {
  if (asked.length === 0) return EVERYTHING;
  return boxOf({ [PORT]: joined(...asked.map((port) => portsOf(port, named))) });
}

/** No list of peers means everybody. */
function peersIn(peers: readonly PolicyPeer[], home: string, kind: Kind): Box[] {
  return peers.length === 0
    ? [EVERYTHING]
    : peers.flatMap((peer) => peerIn(peer, home, kind) ?? []);
}

function peerIn(peer: PolicyPeer, home: string, kind: Kind): Box | undefined {
  const { ipBlock, namespaceSelector, podSelector } = peer;
  if (ipBlock) return boxOf({ [ADDRESS]: addressesOf(ipBlock) });
  if (kind.of === 'addresses') return undefined;
  const pods = selectedBy(podSelector ?? {}, PEER);
  if (kind.of === 'pods') {
    const { name, labels } = kind.namespace;
    const isThere = namespaceSelector ? matches(namespaceSelector, labels) : name === home;
    return isThere ? pods : undefined;
  }
  const namespace = namespaceSelector ? selectedBy(namespaceSelector, NEW) : undefined;
  return namespace && pods && both(namespace, pods);
}
