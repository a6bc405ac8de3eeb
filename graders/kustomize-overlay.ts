import {
  buildsOnBase,
  every,
  fieldsAre,
  filesUntouched,
  grader,
  overlayGives,
  restOf,
  rolledOut,
  sameImage,
  sameQuantity,
  serves,
  untouched,
} from 'cka-lab/grader';

/** A rollout that goes on is waited for. */
const SECONDS = 60;
const POD = 'spec.template.spec';

export default grader(({ lab, check, gate }) => {
  const namespace = lab.param('namespace');
  const suffix = `-${lab.param('suffix')}`;
  const name = `${lab.param('app')}${suffix}`;
  const deployment = { ref: `Deployment/${name} in ${namespace}` };
  const service = { ref: `Service/${name} in ${namespace}` };
  const visitor = `Pod/visitor in ${namespace}`;
  const overlay = { folder: 'overlay', base: 'base' };
  const tag = lab.param('tag');
  const greeting = lab.param('greeting');
  const replicas = Number(lab.param('replicas'));

  const template = ['spec', 'template'];
  const web = [...template, 'spec', 'containers', { name: 'web' }];
  const label = { path: ['metadata', 'labels', lab.param('label')], value: lab.param('value') };
  const image = {
    ...deployment,
    title: 'the image of web',
    path: [...web, 'image'],
    value: `nginx:${tag}`,
    same: sameImage,
  };
  const limit = {
    ...deployment,
    title: 'the memory limit of web',
    path: [...web, 'resources', 'limits', 'memory'],
    value: `${lab.param('memory')}Mi`,
    same: sameQuantity,
  };
  const labels = [
    { ...deployment, ...label, title: 'the label of the Deployment' },
    { ...deployment, ...label, path: [...template, ...label.path], title: 'that of its pods' },
    { ...service, ...label, title: 'that of the Service' },
  ] as const;

  const onBase = buildsOnBase(overlay, ['Deployment', 'Service']);
  check('from-base', 1, 'The overlay builds on the base', onBase);
  const ready = rolledOut(deployment.ref, { replicas, seconds: 45 });
  check('replicas', 1, 'All pods are ready', ready).within(SECONDS);
  check('image', 1, 'The container web runs the image', fieldsAre(image));
  check('limit', 1, 'It has the memory limit', fieldsAre(limit));
  check('labels', 1, 'Deployment, pods and Service have the label', fieldsAre(...labels));
  const pages = { '/': greeting, '/rules.html': 'please-knock' };
  const seen = { service: service.ref, workload: deployment.ref, probe: visitor };
  check('pages', 2, 'The Service answers with both pages', serves({ ...seen, pages })).within(
    SECONDS,
  );
  const changed = ['metadata.name', 'spec.replicas', `${POD}.containers[web].image`];
  check(
    'rest',
    1,
    'The rest is as the base has it',
    every(
      restOf({
        ...deployment,
        file: 'base/deployment.yaml',
        except: [...changed, `${POD}.volumes[pages].configMap.name`],
      }),
      restOf({ ...service, file: 'base/service.yaml', except: changed }),
    ),
  );
  check(
    'from-overlay',
    2,
    'All of it comes from the overlay',
    overlayGives(overlay, [
      { title: 'the namespace', written: [namespace] },
      { title: 'the names', written: [suffix, name] },
      { title: 'the page', written: [greeting] },
      {
        title: 'the number of replicas',
        written: [String(replicas)],
        at: { ...deployment, path: ['spec', 'replicas'] },
      },
      { ...image, written: [image.value, tag], at: image },
      ...[limit, ...labels].map((field) => ({ ...field, written: [field.value], at: field })),
    ]),
  ).after('from-base', 'replicas', 'image', 'limit', 'labels');
  gate(
    'base-kept',
    'The base is as it was',
    filesUntouched('base/kustomization.yaml', 'base/deployment.yaml', 'base/service.yaml'),
  );
  gate('visitor-kept', 'The pod visitor is as it was', untouched(visitor));
});
