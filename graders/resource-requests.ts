import {
  changedOnly,
  containerResources,
  grader,
  type Look,
  podsAreOfClass,
  rolledOut,
  shared,
  untouched,
} from 'cka-lab/grader';

const MOST_S = 60;

export default grader(({ lab, check, gate }) => {
  const namespace = lab.param('namespace');
  const app = `Deployment/${lab.param('app')} in ${namespace}`;
  const amounts = (cpu: string, memory: string) => ({
    requests: { cpu, memory },
    limits: { cpu, memory },
  });

  const running = shared(rolledOut(app, { replicas: 2, seconds: 45 }));
  // Pods of the change that was made last, whether they run or not.
  const settled = (look: Look): Look => {
    return async (facts) => {
      await running(facts);
      return look(facts);
    };
  };

  check('running', 3, 'Its two pods run', running).within(MOST_S);
  check(
    'main',
    2,
    'The container main has the asked amounts',
    settled(containerResources(app, 'main', amounts(`${lab.param('cpu')}m`, '64Mi'))),
  ).within(MOST_S);
  check(
    'agent',
    1,
    'The container agent has the asked amounts',
    settled(containerResources(app, 'agent', amounts('25m', '16Mi'))),
  ).within(MOST_S);
  check('guaranteed', 2, 'Its pods are Guaranteed', settled(podsAreOfClass(app, 'Guaranteed')))
    .after('running')
    .within(MOST_S);
  gate(
    'rest-kept',
    'Nothing else of it was changed',
    changedOnly(app, 'spec.template.spec.containers[].resources', 'spec.strategy'),
  );
  gate(
    'others-kept',
    'The other Deployment and the bounds of the namespace are as they were',
    untouched(
      `Deployment/${lab.param('other')} in ${namespace}`,
      `ResourceQuota/budget in ${namespace}`,
      `LimitRange/bounds in ${namespace}`,
    ),
  );
});
