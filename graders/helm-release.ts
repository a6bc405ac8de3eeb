import {
  asReleased,
  every,
  fieldsAre,
  filesUntouched,
  grader,
  hasRevision,
  isRolledBack,
  rolledOut,
  sameImage,
  serves,
  untouched,
} from 'cka-lab/grader';

/** A rollout that goes on is waited for. */
const SECONDS = 60;

export default grader(({ lab, check, gate }) => {
  const namespace = lab.param('namespace');
  const name = lab.param('release');
  const release = { name, namespace };
  const deployment = `Deployment/${name} in ${namespace}`;
  const values = { replicas: lab.param('replicas'), greeting: lab.param('greeting') };
  const installed = { chart: { name: 'shopfront', version: '0.1.0' }, values };
  const upgraded = {
    chart: { name: 'shopfront', version: lab.param('version') },
    values: { ...values, 'image.tag': lab.param('tag') },
  };
  const rush = { values: { 'image.tag': '1.92' } };
  const image = {
    title: 'the image of web',
    ref: deployment,
    path: ['spec', 'template', 'spec', 'containers', { name: 'web' }, 'image'],
    value: `nginx:${lab.param('tag')}`,
    same: sameImage,
  };

  check('installed', 1, 'The chart was installed', hasRevision(release, installed));
  check(
    'upgraded',
    2,
    'The release was upgraded to the mended chart',
    hasRevision(release, upgraded),
  );
  check(
    'rolled-back',
    3,
    'After the mishap it was rolled back',
    isRolledBack(release, { from: rush, to: upgraded }),
  ).after('upgraded');
  const replicas = Number(values.replicas);
  check(
    'runs',
    2,
    'Its pods run, with the image',
    every(fieldsAre(image), rolledOut(deployment, { replicas, seconds: 45 })),
  ).within(SECONDS);
  check(
    'answers',
    3,
    'The Service answers with the page',
    serves({
      service: `Service/${name} in ${namespace}`,
      workload: deployment,
      probe: `Pod/customer in ${namespace}`,
      pages: { '/': values.greeting },
    }),
  ).within(SECONDS);
  check('as-released', 1, 'The objects are as the release made them', asReleased(release));
  gate('rush-kept', 'The values file is as it was', filesUntouched('rush.yaml'));
  gate('customer-kept', 'The pod customer is as it was', untouched(`Pod/customer in ${namespace}`));
});
