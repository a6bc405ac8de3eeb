import {
  cameByRequest,
  grader,
  isValidFor,
  keyIsIn,
  leadsHere,
  may,
  mayNothingElse,
  type Rule,
  untouched,
  userIs,
} from 'cka-lab/grader';

const DAY_S = 24 * 60 * 60;

export default grader(({ lab, check, gate }) => {
  const namespace = lab.param('namespace');
  const user = lab.param('user');
  const group = `${namespace}-${lab.param('team')}`;
  const [key, kubeconfig] = [`${user}.key`, `${user}.kubeconfig`];
  const role = `Role/${lab.param('role')} in ${namespace}`;
  const workloads = { verbs: ['get', 'list', 'watch'], group: 'apps', namespace };
  const rules: Rule[] = [
    { ...workloads, resource: 'deployments' },
    { ...workloads, resource: 'statefulsets' },
    { verbs: ['get', 'list', 'create'], resource: 'configmaps', namespace },
    { verbs: ['get'], resource: 'pods', subresource: 'log', namespace },
  ];

  check(
    'certificate',
    3,
    'The kubeconfig has a certificate of the cluster for the user',
    userIs(kubeconfig, { user, groups: [group] }),
  );
  check('key', 1, 'Its key is the one that was made', keyIsIn(key, kubeconfig));
  check(
    'request',
    2,
    'The certificate came by the request',
    cameByRequest({ file: kubeconfig, name: `${namespace}-${user}`, since: role }),
  );
  check(
    'lifetime',
    1,
    'It is valid for as long as asked',
    isValidFor(kubeconfig, Number(lab.param('days')) * DAY_S),
  );
  check('kubeconfig', 2, 'The kubeconfig leads to the namespace', leadsHere(kubeconfig, namespace));
  check(
    'may',
    2,
    'The group may do what the Role allows',
    may({ kind: 'Group', name: group }, rules),
  );
  check(
    'nothing-more',
    1,
    'The user may do nothing else',
    mayNothingElse({ kind: 'User', name: user, groups: [group] }, rules),
  )
    .after('may')
    .within(30);
  gate('role-kept', 'The Role is as it was', untouched(role));
});
