import {
  atMostOneChanged,
  every,
  grader,
  isFailed,
  onlyTraffic,
  pagesHold,
  untouched,
} from 'cka-lab/grader';

// A second or two are usual; more where the machine has much else to do.
const SECONDS = 60;

export default grader(({ lab, check, gate }) => {
  const [front, back] = [`${lab.param('site')}-front`, `${lab.param('site')}-back`];
  const group = (namespace: string, name: string) => ({
    namespace,
    labels: { [lab.param('label')]: name },
  });
  const [web, api, store] = [group(front, 'web'), group(back, 'api'), group(back, 'store')];
  const pods = [
    `Pod/web in ${front}`,
    `Pod/visitor in ${front}`,
    `Pod/api in ${back}`,
    `Pod/store in ${back}`,
    `Pod/batch in ${back}`,
  ] as const;
  const policies = [
    `NetworkPolicy/all-pods in ${front}`,
    `NetworkPolicy/web in ${front}`,
    `NetworkPolicy/all-pods in ${back}`,
    `NetworkPolicy/api in ${back}`,
    `NetworkPolicy/store in ${back}`,
  ] as const;
  const { reaches, resolves, nothingElse } = onlyTraffic({
    closed: [front, back],
    flows: {
      api: { from: web, to: api, port: Number(lab.param('api-port')) },
      store: { from: api, to: store, port: 5432 },
    },
    probes: pods,
  });
  const flows = every(reaches('api'), reaches('store'), resolves());
  const page = pagesHold(pods[0], {
    url: `http://api.${back}/cgi-bin/stock`,
    holds: lab.secret('stock'),
  });

  check('flows', 3, 'All three connections are allowed', flows).within(SECONDS);
  check('answers', 1, 'web gets what the store holds, by names', async (facts) => {
    // The network may not have taken in the policies before.
    const open = await flows(facts);
    return isFailed(open) ? open : page(facts);
  })
    .after('flows')
    .within(SECONDS);
  for (const [id, namespace] of [
    ['front-closed', front],
    ['back-closed', back],
  ] as const) {
    const closed = every(nothingElse('into', namespace), nothingElse('out of', namespace));
    check(id, 2, `Nothing else gets into or out of the pods of ${namespace}`, closed)
      .after('flows')
      .within(SECONDS);
  }
  gate(
    'others-kept',
    'One policy of the five was changed at most, and none was added',
    atMostOneChanged(...policies),
  );
  gate(
    'pods-kept',
    'Namespaces, pods and Services are as they were',
    untouched(
      `Namespace/${front}`,
      `Namespace/${back}`,
      ...pods,
      `Service/api in ${back}`,
      `Service/store in ${back}`,
    ),
  );
});
