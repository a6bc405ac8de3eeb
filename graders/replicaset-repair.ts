import {
  every,
  grader,
  ownsPods,
  rolledOut,
  sameObjects,
  serviceLeads,
  untouched,
} from 'cka-lab/grader';

/** New pods take a few seconds to be ready; more where the machine has much else to do. */
const SECONDS = 60;

export default grader(({ lab, check, gate }) => {
  const here = `in ${lab.param('namespace')}`;
  const set = lab.param('set');
  const replicaSet = `ReplicaSet/${set} ${here}`;
  const left = [`Pod/${set}-x7k2q ${here}`, `Pod/${set}-m9d4z ${here}`] as const;
  const { reaches, nobodyElse } = serviceLeads({
    service: `Service/${set} ${here}`,
    port: 80,
    workload: replicaSet,
    containerPort: Number(lab.param('port')),
    probe: `Pod/client ${here}`,
  });

  const scaled = rolledOut(replicaSet, {
    replicas: Number(lab.param('replicas')),
    seconds: 45,
  });

  check(
    'taken-over',
    3,
    'The ReplicaSet owns the pods that were left, and they run on',
    every(sameObjects(...left), ownsPods(replicaSet, ...left)),
  );
  check('scaled', 2, 'It has the number of pods, and they are ready', scaled).within(SECONDS);
  check('canary-apart', 2, "The other team's pod is as it was", async (facts) => {
    // Until then, its selector may not have had its effect.
    await scaled(facts);
    return untouched(`Pod/${set}-canary ${here}`)(facts);
  })
    .after('scaled')
    .within(SECONDS);
  check(
    'serves',
    2,
    'The Service leads to all of its pods and to nobody else',
    every(reaches, nobodyElse),
  ).within(SECONDS);
  gate('service-kept', 'The Service is as it was', untouched(`Service/${set} ${here}`));
});
