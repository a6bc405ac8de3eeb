import {
  changedOnly,
  every,
  grader,
  inOrder,
  kubeletAsBefore,
  logsReached,
  reports,
  rolledOut,
  sameObjects,
  shared,
  startAtBoot,
  takesPods,
} from 'cka-lab/grader';

/** A kubelet that was just started needs its time, its node too, and the pods theirs. */
const WORKS_S = 40;
const READY_S = 40;
const SCALED_S = 45;

export default grader(({ lab, check, gate }) => {
  const node = `${lab.param('cluster')}-worker`;
  const deployment = `Deployment/${lab.param('deployment')} in ${lab.param('namespace')}`;
  const works = shared(reports('worker', node));
  const ready = shared(inOrder(works, (facts) => takesPods(facts, node)));
  const scaled = shared(
    inOrder(
      ready,
      rolledOut(deployment, { replicas: Number(lab.param('replicas')), seconds: SCALED_S }),
    ),
  );

  check('works', 3, 'Kubelet and runtime work on the worker', works).within(WORKS_S);
  check(
    'after-reboot',
    1,
    'They come back after a reboot',
    startAtBoot('worker', 'kubelet', 'containerd'),
  )
    .after('works')
    .within(WORKS_S);
  check(
    'settings',
    1,
    'The kubelet has the settings that it had',
    inOrder(works, kubeletAsBefore('worker', node, lab.printed('state'))),
  )
    .after('works')
    .within(WORKS_S + 10);
  check('takes-pods', 1, 'The worker is Ready and takes pods', ready)
    .after('works')
    .within(WORKS_S + READY_S);
  check('scaled', 2, 'The Deployment has its pods', scaled)
    .after('works')
    .within(WORKS_S + READY_S + SCALED_S);
  check('reached', 2, 'The API server gets into its pods', inOrder(scaled, logsReached(deployment)))
    .after('scaled')
    .within(WORKS_S + READY_S + SCALED_S + 15);

  gate(
    'deployment-kept',
    'The Deployment is the one of the start, but for its replicas',
    every(changedOnly(deployment, 'spec.replicas'), sameObjects(deployment)),
  );
});
