import {
  every,
  grader,
  inOrder,
  leads,
  nodeFilesKept,
  onceStarted,
  passed,
  podEnters,
  reports,
  runsAsBefore,
  shared,
  soonAfter,
  untouched,
} from 'cka-lab/grader';

/** Seconds for the API server to start, and for those that need it to notice. */
const READY_S = 60;
const BACK_S = 90;

const AUTHORITIES = ['ca', 'front-proxy-ca', 'etcd/ca'].flatMap((name) => [
  `/etc/kubernetes/pki/${name}.crt`,
  `/etc/kubernetes/pki/${name}.key`,
]);
const MANIFESTS = ['etcd', 'kube-controller-manager', 'kube-scheduler'].map(
  (name) => `/etc/kubernetes/manifests/${name}.yaml`,
);

export default grader(({ lab, check, gate }) => {
  const node = `${lab.param('cluster')}-control-plane`;
  const visitor = `Pod/visitor in ${lab.param('namespace')}`;
  const state = lab.printed('state');
  // Our own connection trusts the cluster's authority alone, and asks for 127.0.0.1.
  const ready = shared((facts) =>
    onceStarted(facts, async () => {
      await facts.apiReady();
      return passed();
    }),
  );
  const back = every(
    reports('control-plane', node),
    leads('kube-scheduler', node),
    leads('kube-controller-manager', node),
  );

  check('ready', 3, 'The API server is ready, and to be trusted', ready).within(READY_S);
  check(
    'pods-enter',
    3,
    'Its certificate is good for the names that pods use',
    inOrder(
      ready,
      podEnters(
        visitor,
        'kubernetes',
        'kubernetes.default.svc',
        'kubernetes.default.svc.cluster.local',
        node,
        'localhost',
        '10.96.0.1',
      ),
    ),
  )
    .after('ready')
    .within(READY_S + 100);
  check(
    'components',
    2,
    'Scheduler, controller manager and kubelet work with it',
    inOrder(ready, soonAfter('kube-apiserver', BACK_S, back)),
  )
    .after('ready')
    .within(READY_S + BACK_S + 60);
  check(
    'settings',
    2,
    'It runs with the image and the flags that it had',
    inOrder(ready, runsAsBefore('kube-apiserver', state)),
  )
    .after('ready')
    .within(READY_S + 30);

  gate(
    'authorities-kept',
    'Authorities and other manifests are as they were',
    nodeFilesKept(
      'control-plane',
      state,
      '/etc/kubernetes/pki/sa.key',
      '/etc/kubernetes/pki/sa.pub',
      ...AUTHORITIES,
      ...MANIFESTS,
    ),
  );
  gate('visitor-kept', 'The visitor is as it was', inOrder(ready, untouched(visitor)))
    .after('ready')
    .within(READY_S);
});
