import {
  claimPerPod,
  fieldsAre,
  grader,
  onceRolledOut,
  pagesHold,
  podsHaveNames,
  rolledOut,
  sameObjects,
  shared,
  untouched,
} from 'cka-lab/grader';

/** A pod is started after the other, and the new one needs a volume. */
const ROLLOUT_S = 50;
/** After that, clusters may still remember for half a minute that a name was unknown. */
const MOST_S = 100;

export default grader(({ lab, check, gate }) => {
  const namespace = lab.param('namespace');
  const set = lab.param('name');
  const service = lab.param('service');
  const template = lab.param('claim');
  const ref = `StatefulSet/${set} in ${namespace}`;
  const probe = `Pod/visitor in ${namespace}`;
  const pods = [`${set}-0`, `${set}-1`, `${set}-2`] as const;
  const journals = [lab.secret('first'), lab.secret('second'), lab.param('entry')] as const;
  const [first, second, third] = pods.map((pod, index) => ({
    url: `http://${pod}.${service}.${namespace}.svc.cluster.local/journal.txt`,
    holds: journals[index] ?? '',
  }));
  const retention = ['spec', 'persistentVolumeClaimRetentionPolicy'];

  const running = shared(rolledOut(ref, { replicas: 3, seconds: ROLLOUT_S }));
  const names = shared(onceRolledOut(running, podsHaveNames({ namespace, pods, service, probe })));

  check('running', 2, 'The three pods run', running).within(MOST_S);
  check(
    'claims',
    2,
    'Each pod has a claim of its own',
    onceRolledOut(
      running,
      claimPerPod({
        set,
        namespace,
        replicas: 3,
        template,
        at: '/usr/share/nginx/html',
        asks: { request: `${lab.param('size')}Mi`, modes: ['ReadWriteOnce'], class: 'standard' },
      }),
    ),
  )
    .after('running')
    .within(MOST_S);
  check(
    'policies',
    1,
    'Order and retention are as asked',
    fieldsAre(
      { title: 'order', ref, path: ['spec', 'podManagementPolicy'], value: 'OrderedReady' },
      { title: 'when deleted', ref, path: [...retention, 'whenDeleted'], value: 'Retain' },
      { title: 'when scaled', ref, path: [...retention, 'whenScaled'], value: lab.param('scaled') },
    ),
  ).after('running');
  check(
    'headless',
    1,
    'The Service has no address of its own',
    fieldsAre({
      title: 'cluster IP',
      ref: `Service/${service} in ${namespace}`,
      path: ['spec', 'clusterIP'],
      value: 'None',
    }),
  );
  check('names', 2, 'Each pod has its name in the DNS', names).after('running').within(MOST_S);
  if (first && second && third) {
    check(
      'journals',
      2,
      'Each pod serves its own journal',
      onceRolledOut(names, pagesHold(probe, first, second, third)),
    )
      .after('names')
      .within(MOST_S);
  }
  gate(
    'claims-kept',
    'The claims with journals are the ones of the start',
    sameObjects(
      `PersistentVolumeClaim/${template}-${set}-0 in ${namespace}`,
      `PersistentVolumeClaim/${template}-${set}-1 in ${namespace}`,
    ),
  );
  gate('visitor-kept', 'The visitor is as it was', untouched(probe));
});
