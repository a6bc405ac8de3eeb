import { grader, may, mayNothingElse, nobodyElseMay, type Rule, untouched } from 'cka-lab/grader';

export default grader(({ lab, check, gate }) => {
  const account = lab.serviceAccount('account');
  const { namespace } = account;
  const workloads = { group: 'apps', resource: lab.param('resource') };
  const configMaps = { resource: 'configmaps', namespace };

  const rollOut: Rule[] = [
    { verbs: ['get', 'list', 'watch'], ...workloads, namespace },
    { verbs: ['patch'], ...workloads, names: [lab.param('workload')], namespace },
  ];
  const logs: Rule[] = [
    { verbs: ['get'], resource: 'pods', namespace },
    { verbs: ['get'], resource: 'pods', subresource: 'log', namespace },
  ];
  const record: Rule[] = [
    { verbs: ['create'], ...configMaps },
    { verbs: ['get', 'update'], ...configMaps, names: [lab.param('record')] },
  ];
  const staging: Rule[] = [
    { verbs: ['get', 'list'], ...workloads, namespace: `${namespace}-staging` },
  ];
  const all = [...rollOut, ...logs, ...record, ...staging];
  const audit: Rule[] = [
    workloads,
    configMaps,
    { resource: 'pods' },
    { resource: 'pods', subresource: 'log' },
  ].map((one) => ({ ...one, verbs: ['get', 'list', 'watch'], namespace }));
  const auditor = { kind: 'ServiceAccount', name: 'auditor', namespace } as const;

  check('may-roll-out', 1, 'It may watch its workloads and patch one', may(account, rollOut));
  check('may-read-logs', 1, 'It may read pods and their logs', may(account, logs));
  check('may-record', 1, 'It may create ConfigMaps and update one', may(account, record));
  check('may-look-at-staging', 1, 'It may read the workloads in staging', may(account, staging));
  check('nothing-more', 3, 'It may do nothing else', mayNothingElse(account, all))
    .after('may-roll-out')
    // Where an authorizer can't list its rules, thousands of questions are asked.
    .within(30);
  check(
    'nobody-else',
    1,
    'No other account got these rights',
    nobodyElseMay(all, [
      { subject: account, may: all },
      { subject: auditor, may: audit },
    ]),
  ).after('may-roll-out');
  gate(
    'auditors-kept',
    "The auditors' role and binding are as they were",
    untouched(`Role/auditor in ${namespace}`, `RoleBinding/auditors in ${namespace}`),
  );
});
