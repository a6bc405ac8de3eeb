import {
  changedOnly,
  every,
  type Facts,
  failed,
  fieldKept,
  fileHasLines,
  grader,
  type Kept,
  onlyPodLabelled,
  podWhoseCommandHas,
  sameObjects,
} from 'cka-lab/grader';

export default grader(({ lab, check, gate }) => {
  const namespace = lab.param('namespace');
  const app = lab.param('app');
  const pods = ['east', 'north', 'west'].map((place) => `Pod/${app}-${place} in ${namespace}`);
  const [first = '', ...others] = pods;
  const line =
    (request: Kept, what: string): Kept =>
    (facts) =>
      `ERROR request ${request(facts)} ${what}`;
  const [one, two, three] = [lab.secret('one'), lab.secret('two'), lab.secret('three')];
  const culprit = (facts: Facts) => podWhoseCommandHas(facts, pods, line(two, '')(facts));
  const gone = failed({ expected: 'the failing container is there', actual: 'it was deleted' });

  check(
    'errors',
    3,
    'errors.txt has the error lines',
    fileHasLines(
      'errors.txt',
      line(two, 'was not stored'),
      line(one, 'was not stored'),
      line(two, 'was not stored'),
      line(three, 'was lost'),
    ),
  );
  check('container', 2, 'container.txt names the failing container', async (facts) => {
    const found = await culprit(facts);
    if (!found) return gone;
    return fileHasLines('container.txt', () => `${found.pod}/${found.container}`)(facts);
  });
  check(
    'client',
    2,
    'client.txt names who sent the lost request',
    fileHasLines('client.txt', lab.secret('sender')),
  );
  check('label', 1, 'The pod of the failing container is labelled', async (facts) => {
    const found = await culprit(facts);
    if (!found) return gone;
    return onlyPodLabelled(namespace, found.pod, 'checked', lab.param('mark'))(facts);
  });
  gate(
    'pods-kept',
    'The pods are as they were, but for labels',
    every(
      sameObjects(first, ...others),
      ...pods.map((pod) => changedOnly(pod, 'metadata.labels')),
      ...pods.map((ref) =>
        fieldKept({ title: `the label app of ${ref}`, ref, path: ['metadata', 'labels', 'app'] }),
      ),
    ),
  );
});
