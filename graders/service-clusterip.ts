import { changedOnly, every, fieldKept, fieldsAre, grader, serviceLeads } from 'cka-lab/grader';

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
  const portName = lab.param('port-name');
  const named = ['spec', 'ports', { name: portName }, 'port'];
  check(
    'inside',
    1,
    'It is of type ClusterIP, and its port has the name',
    fieldsAre(
      { title: 'type', ref: created, path: ['spec', 'type'], value: 'ClusterIP' },
      { title: `port ${portName}`, ref: created, path: named, value: lab.param('port') },
    ),
  ).after('exposed');
  check('repaired', 3, 'The old Service leads to every pod', leads.reaches).within(SECONDS);
  check('repaired-only', 1, 'It leads to nobody else', leads.nobodyElse)
    .after('repaired')
    .within(SECONDS);
  check(
    'address-kept',
    1,
    'It has the cluster IP that it had',
    fieldKept({ title: 'cluster IP', ref: repaired, path: ['spec', 'clusterIP'] }),
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
