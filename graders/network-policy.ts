import { failed, grader, isFailed, onlyTraffic, passed, untouched } from 'cka-lab/grader';

// A second or two are usual; more where the machine has much else to do.
const SECONDS = 60;

export default grader(({ lab, check, gate }) => {
  const app = lab.param('app');
  const data = `${app}-data`;
  const tools = `${app}-tools`;
  const group = (namespace: string, role: 'web' | 'api' | 'database') => ({
    namespace,
    labels: { [lab.param('label')]: lab.param(role) },
  });
  const [web, api, database] = [group(app, 'web'), group(app, 'api'), group(data, 'database')];
  const pods = [
    `Pod/${lab.param('web')}-1 in ${app}`,
    `Pod/${lab.param('api')}-1 in ${app}`,
    `Pod/${lab.param('api')}-2 in ${app}`,
    `Pod/${lab.param('database')}-1 in ${data}`,
    `Pod/archive-1 in ${data}`,
  ] as const;
  const guarded = `Pod/guarded in ${tools}`;
  const trial = `Pod/${lab.param('api')}-trial in ${tools}`;

  const traffic = onlyTraffic({
    closed: [app, data],
    flows: {
      api: { from: web, to: api, port: Number(lab.param('api-port')) },
      database: { from: api, to: database, port: 3306 },
    },
    probes: [...pods, trial, guarded],
  });
  const { reaches, resolves, nothingElse } = traffic;
  check('database', 2, 'The api pods reach the database', reaches('database')).within(SECONDS);
  check('api', 1, 'The web pods reach the api', reaches('api')).within(SECONDS);
  check('dns', 2, 'Every pod may ask for names', resolves()).within(SECONDS);
  check('into-data', 2, "Nothing else gets to the database's pods", nothingElse('into', data))
    .after('database')
    .within(SECONDS);
  check('out-of-data', 1, "The database's pods get to nothing else", nothingElse('out of', data))
    .after('dns')
    .within(SECONDS);
  check('into-app', 1, "Nothing else gets to the application's pods", nothingElse('into', app))
    .after('api')
    .within(SECONDS);
  check('out-of-app', 1, "The application's pods get to nothing else", nothingElse('out of', app))
    .after('dns')
    .within(SECONDS);
  gate(
    'namespaces-kept',
    'The namespaces are as they were',
    untouched(`Namespace/${app}`, `Namespace/${data}`, `Namespace/${tools}`),
  );
  gate(
    'pods-kept',
    'Pods and services are as they were',
    untouched(
      ...pods,
      `Service/${lab.param('api')} in ${app}`,
      `Service/${lab.param('database')} in ${data}`,
    ),
  );
  gate('tools-kept', "The other team's namespace is as it was", async (facts) => {
    const kept = await untouched(guarded, trial, `NetworkPolicy/guarded in ${tools}`)(facts);
    if (isFailed(kept)) return kept;
    const policies = await facts.list('NetworkPolicy', { namespace: tools });
    const more = policies.map(({ metadata }) => metadata.name).filter((name) => name !== 'guarded');
    if (more.length === 0) return passed();
    return failed({
      expected: `no further NetworkPolicy in ${tools}`,
      actual: `there is ${more.sort().join(', ')}`,
    });
  });
});
