import type { V1EndpointSlice, V1ServiceSpec } from '@kubernetes/client-node';
import type { KubeObject } from '../../kube/objects.ts';
import { parseRef } from '../../lab/ref.ts';
import { lookAgain } from '../converge.ts';
import type { Look } from '../define.ts';
import type { Facts } from '../facts.ts';
import { failed, isFailed, type Outcome, passed } from '../verdict.ts';
import { rolledOut } from '../workloads/rolled-out.ts';
import { answers } from './answers.ts';

export interface PagesAsked {
  /** 'Service/web in shop'. */
  service: string;
  /** 80 when not said. */
  port?: number;
  /** A pod under `probes:` of lab.yaml, of busybox. */
  probe: string;
  /** A workload behind it: a rollout of it that goes on is waited for, as old pods answer until then. */
  workload: string;
  /** What it must answer, by path: { '/': 'hello' }. On one line, and at most 200 bytes. */
  pages: Readonly<Record<string, string>>;
}

interface Service extends KubeObject {
  spec: V1ServiceSpec;
}
type Slice = KubeObject & Omit<V1EndpointSlice, 'metadata'>;

/** Proxies take a moment to know new pods. */
const PATIENCE_S = 8;
const INTERVAL_MS = 500;

/**
 * A Service answers with these pages, at its own address, as no name needs to be known for it, and
 * so does everybody who is behind it. Takes up to 35 s where a rollout does not end, and 10 s where
 * something else is answered.
 */
export function serves(asked: PagesAsked): Look {
  if (Object.keys(asked.pages).length === 0)
    throw new Error('serves() was given no pages: it would pass for nothing.');
  return async (facts) => {
    // Whether it comes to an end is another question.
    await rolledOut(asked.workload)(facts);
    // Without a lag, who asks comes back by himself.
    const seconds = facts.lag === 0 ? 0 : PATIENCE_S;
    let hopeless = false;
    return lookAgain(
      { signal: facts.signal, seconds, every: INTERVAL_MS },
      async () => {
        const service = await facts.get<Service>(asked.service);
        const address = service?.spec.clusterIP ?? 'None';
        hopeless = address === 'None';
        if (service && !hopeless) return ask(facts, asked, service, address);
        return failed({
          expected: `${asked.service} answers with the pages`,
          actual: service ? 'it has no address' : 'there is no such Service',
        });
      },
      ({ verdict }) => hopeless || verdict === 'passed',
    );
  };
}

async function ask(
  facts: Facts,
  { service: title, port = 80, probe, pages }: PagesAsked,
  service: Service,
  address: string,
): Promise<Outcome> {
  const places = [hostPort(address, port), ...(await behind(facts, title, service, port))];
  const tries = Object.entries(pages).flatMap(([path, text]) =>
    places.map((place) => ({ place, path, text })),
  );
  const urls = tries.map(({ place, path }) => `http://${place}${path}`);
  const said = await answers(facts, probe, urls);
  if (isFailed(said)) return said;
  const wrong = tries.findIndex(({ text }, index) => said[index] !== text);
  const { place, path, text } = tries[wrong] ?? {};
  if (place === undefined) return passed();
  const found = said[wrong];
  const who = place === places[0] ? 'it' : `${place}, behind it,`;
  return failed({
    expected: `${title} answers ${path} with "${text}"`,
    actual: found === undefined ? `${who} gives no such page` : `${who} answers "${found}"`,
  });
}

/** Whom it leads to, as 'address:port'. */
async function behind(facts: Facts, title: string, { spec }: Service, port: number) {
  const { name, namespace = '' } = parseRef(title);
  const labels = { 'kubernetes.io/service-name': name };
  const slices = await facts.list<Slice>('EndpointSlice', { namespace, labels });
  const portName = spec.ports?.find((one) => one.port === port)?.name ?? '';
  return slices.flatMap(({ ports, endpoints }) => {
    const target = (ports ?? []).find((one) => (one.name ?? '') === portName)?.port;
    const ready = (endpoints ?? []).filter(({ conditions }) => conditions?.ready !== false);
    const addresses = ready.flatMap((endpoint) => endpoint.addresses);
    return target === undefined ? [] : addresses.map((address) => hostPort(address, target));
  });
}

function hostPort(address: string, port: number): string {
  return `${address.includes(':') ? `[${address}]` : address}:${port}`;
}
