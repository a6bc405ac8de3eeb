import {
  changedOnly,
  every,
  type Facts,
  failed,
  grader,
  type Outcome,
  passed,
  serviceLeads,
  type V1Service,
} from 'cka-lab/grader';

type Service = V1Service & { metadata: never };

/** Where names are kept as unknown for half a minute, a new one takes so long. */
const SECONDS = 60;

export default grader(({ lab, check, gate }) => {
  const here = `in ${lab.param('namespace')}`;
  const [fresh, old] = [lab.param('new'), lab.param('old')];
  const created = `Service/${lab.param('service')} ${here}`;
  const repaired = `Service/${old} ${here}`;
  const probe = `Pod/client ${here}`;
  const exposes = serviceLeads({
    service: created,
    port: Number(lab.param('port')),
    workload: `Deployment/${fresh} ${here}`,
    containerPort: Number(lab.param('container-port')),
    probe,
  });
  const leads = serviceLeads({
    service: repaired,
    port: Number(lab.param('old-port')),
    workload: `Deployment/${old} ${here}`,
    containerPort: Number(lab.param('old-container-port')),
    probe,
  });

  check('exposed', 3, 'The new Service leads to every pod', exposes.reaches).within(SECONDS);
  check('exposed-only', 1, 'It leads to nobody else', exposes.nobodyElse)
    .after('exposed')
    .within(SECONDS);
  check('inside', 1, 'It is of type ClusterIP, and its port has the name', async (facts) => {
    const spec = (await facts.get<Service>(created))?.spec;
    const port = spec?.ports?.find((one) => one.port === Number(lab.param('port')));
    const wanted = { type: 'ClusterIP', port: lab.param('port-name') };
    if (spec?.type === wanted.type && port?.name === wanted.port) return passed();
    return failed({
      expected: `type ${wanted.type}, and the port is named ${wanted.port}`,
      actual: `type ${spec?.type ?? 'unknown'}, and the port is named ${port?.name ?? 'nothing'}`,
    });
  }).after('exposed');
  check('repaired', 3, 'The old Service leads to every pod', leads.reaches).within(SECONDS);
  check('repaired-only', 1, 'It leads to nobody else', leads.nobodyElse)
    .after('repaired')
    .within(SECONDS);
  check('address-kept', 1, 'It has the cluster IP that it had', (facts) =>
    sameAddress(facts, repaired),
  ).after('repaired');
  gate(
    'deployments-kept',
    'The Deployments are as they were',
    every(
      changedOnly(`Deployment/${fresh} ${here}`),
      changedOnly(`Deployment/${old} ${here}`),
      changedOnly(`Deployment/${old}-trial ${here}`),
    ),
  );
});

async function sameAddress(facts: Facts, service: string): Promise<Outcome> {
  const then = facts.recorded.objects[service]?.object as Service | undefined;
  const now = await facts.get<Service>(service);
  const [was, is] = [then, now].map((one) => one?.spec?.clusterIP);
  if (was !== undefined && was === is) return passed();
  return failed({ expected: `cluster IP ${was}`, actual: `cluster IP ${is ?? 'of no Service'}` });
}
