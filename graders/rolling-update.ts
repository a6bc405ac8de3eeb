import {
  grader,
  rolledBack,
  rolledOut,
  rollsBy,
  sameObjects,
  untouched,
  updateCause,
  updateMade,
  updateRan,
} from 'cka-lab/grader';

const PODS = 3;

export default grader(({ lab, check, gate }) => {
  const namespace = lab.param('namespace');
  const press = lab.param('press');
  const deployment = `Deployment/${press} in ${namespace}`;
  const revision = (number: string) => `ReplicaSet/${press}-6b9f8d5c${number} in ${namespace}`;
  const update = { deployment, images: { web: 'nginx:1.29' } };
  const seenBy = { name: 'roll-call', namespace };

  check(
    'strategy',
    2,
    'The Deployment is updated as asked',
    rollsBy(deployment, {
      maxSurge: `${lab.param('surge')}%`,
      maxUnavailable: Number(lab.param('unavailable')),
    }),
  );
  check('update', 1, 'The history has the update', updateMade(update));
  check('ran', 2, 'All pods ran the update', updateRan(update, { pods: PODS, seenBy })).after(
    'update',
  );
  check('cause', 1, 'The history names its cause', updateCause(update, lab.param('ticket'))).after(
    'update',
  );
  check(
    'back',
    3,
    'The Deployment went back to the revision that was named',
    rolledBack(update, revision(lab.param('revision'))),
  ).after('update');
  check('ready', 1, 'All pods run it', rolledOut(deployment, { replicas: PODS, seconds: 45 }))
    .after('back')
    .within(60);
  gate(
    'history-kept',
    'The Deployment and its history are still there',
    sameObjects(deployment, revision('1'), revision('2'), revision('3')),
  );
  gate(
    'roll-call-kept',
    'Pod and Service roll-call are as they were',
    untouched(`Pod/roll-call in ${namespace}`, `Service/roll-call in ${namespace}`),
  );
});
