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
  const needed = {
    inWords: `nodes that ${rule} the label ${ROLE}`,
    where: [{ key: ROLE, operator: rule === 'have' ? 'Exists' : 'DoesNotExist' }],
  };
  const linux = {
    inWords: `nodes with ${SYSTEM}=linux`,
    where: [{ key: SYSTEM, operator: 'In', values: ['linux'] }],
  };
  const liked = (value: string, weight: string) => ({
    inWords: `nodes with ${label}=${value}`,
    where: [{ key: label, operator: 'In', values: [value] }],
    weight: Number(weight),
  });
  const weights = [
    liked(lab.param('best'), lab.param('high')),
    liked(lab.param('good'), lab.param('low')),
  ];

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
  check('anywhere', 2, 'The others may run on any Linux node', onlyOn(worker, linux));
  check('preferred', 2, 'They prefer some of these nodes', prefersBy(worker, weights)).after(
    'anywhere',
  );
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
