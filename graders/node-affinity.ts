import {
  changedOnly,
  grader,
  onlyOn,
  placedOn,
  prefersBy,
  rolledOut,
  toleratesOnly,
  untouched,
} from 'cka-lab/grader';

const ROLE = 'node-role.kubernetes.io/control-plane';
const SYSTEM = 'kubernetes.io/os';
/** What says where pods may run. */
const SELECTION = ['affinity', 'nodeName', 'nodeSelector', 'tolerations'].map(
  (field) => `spec.template.spec.${field}`,
);

export default grader(({ lab, check, gate }) => {
  const namespace = lab.param('namespace');
  const cluster = lab.param('cluster');
  const rule = lab.param('rule');
  const label = lab.param('label');
  const guard = `${lab.param('kind')}/${lab.param('guard')} in ${namespace}`;
  const worker = `Deployment/${lab.param('worker')} in ${namespace}`;
  const weights: Record<string, number> = {
    [lab.param('best')]: Number(lab.param('high')),
    [lab.param('good')]: Number(lab.param('low')),
  };

  const needed = {
    inWords: `nodes that ${rule} the label ${ROLE}`,
    about: { values: { [ROLE]: ['', 'true'] } },
    fits: (labels: Readonly<Record<string, string>>) => ROLE in labels === (rule === 'have'),
  };
  const about = {
    values: { [SYSTEM]: ['linux', 'windows'], [label]: Object.keys(weights), [ROLE]: [''] },
    always: [SYSTEM],
  };

  check('needed', 2, 'Its pods may run on the right nodes alone', onlyOn(guard, needed));
  check(
    'tolerated',
    1,
    "They tolerate the control plane's taint alone",
    toleratesOnly(guard, { key: ROLE, effect: 'NoSchedule' }),
  ).after('needed');
  check('placed', 2, 'They run there', placedOn(guard, needed, { seconds: 45 }))
    .after('needed')
    .within(60);
  check(
    'anywhere',
    2,
    'The others may run on any Linux node',
    onlyOn(worker, {
      inWords: `nodes with ${SYSTEM}=linux`,
      about,
      fits: (labels) => labels[SYSTEM] === 'linux',
    }),
  );
  check(
    'preferred',
    2,
    'They prefer some of these nodes',
    prefersBy(worker, { about, score: (labels) => weights[labels[label] ?? ''] ?? 0 }),
  ).after('anywhere');
  check('runs', 1, 'They run', rolledOut(worker, { replicas: 2, seconds: 45 }))
    .after('anywhere')
    .within(60);
  gate('guard-kept', 'Nothing else of it was changed', changedOnly(guard, ...SELECTION));
  gate('else-kept', 'Nothing else of the others was changed', changedOnly(worker, ...SELECTION));
  gate(
    'nodes-kept',
    'The nodes are as they were',
    untouched(`Node/${cluster}-control-plane`, `Node/${cluster}-worker`),
  );
});
