import {
  changedOnly,
  every,
  grader,
  inOrder,
  leads,
  nodeFilesKept,
  rolledOut,
  runsAsBefore,
  sameObjects,
  shared,
} from 'cka-lab/grader';

/** A component that was just repaired needs its time, and the pods that it makes theirs. */
const UP_S = 80;
const SCALED_S = 50;

export default grader(({ lab, check, gate }) => {
  const node = `${lab.param('cluster')}-control-plane`;
  const deployment = `Deployment/${lab.param('deployment')} in ${lab.param('namespace')}`;
  const state = lab.printed('state');
  const up = shared(every(leads('kube-scheduler', node), leads('kube-controller-manager', node)));

  check('components', 3, 'Scheduler and controller manager run and lead', up).within(UP_S);
  check(
    'settings',
    2,
    'They run with the image and the flags that they had',
    inOrder(
      up,
      every(runsAsBefore('kube-scheduler', state), runsAsBefore('kube-controller-manager', state)),
    ),
  )
    .after('components')
    .within(UP_S);
  check(
    'scaled',
    3,
    'The Deployment has its pods',
    inOrder(
      up,
      rolledOut(deployment, { replicas: Number(lab.param('replicas')), seconds: SCALED_S }),
    ),
  )
    .after('components')
    .within(UP_S + SCALED_S);

  gate(
    'manifests-kept',
    'The other manifests are as they were',
    nodeFilesKept(
      'control-plane',
      state,
      '/etc/kubernetes/manifests/etcd.yaml',
      '/etc/kubernetes/manifests/kube-apiserver.yaml',
    ),
  );
  gate(
    'deployment-kept',
    'The Deployment is the one of the start, but for its replicas',
    every(changedOnly(deployment, 'spec.replicas'), sameObjects(deployment)),
  );
});
