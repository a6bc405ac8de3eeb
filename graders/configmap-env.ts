import {
  changedOnly,
  configMapHas,
  fileMode,
  grader,
  type Look,
  seeing,
  seesEveryKey,
  seesFile,
  seesVariables,
  untouched,
} from 'cka-lab/grader';

const POD = 'spec.template.spec';
/** What gives containers their configuration; `kubectl set env` gives it to all of them. */
const CONFIGURATION = [
  `${POD}.volumes`,
  ...['containers', 'initContainers'].flatMap((list) =>
    ['env', 'envFrom', 'volumeMounts'].map((field) => `${POD}.${list}[].${field}`),
  ),
];

export default grader(({ lab, check, gate }) => {
  const namespace = lab.param('namespace');
  const app = lab.param('app');
  const workload = `Deployment/${app} in ${namespace}`;
  const company = `ConfigMap/company in ${namespace}`;
  const settings = lab.param('settings');
  const file = `/etc/${app}/${lab.param('file')}`;
  const debug = `/srv/${app}/debug`;
  const see = seeing({ workload, container: 'app', files: [file, debug] });
  const inPod = (id: string, points: number, title: string, look: Look) =>
    check(id, points, title, look).within(60);

  check(
    'settings',
    2,
    'The ConfigMap holds what was asked',
    configMapHas(`ConfigMap/${settings} in ${namespace}`, {
      mode: lab.param('mode'),
      debug: 'off',
      'limits.conf': `max-orders=${lab.param('orders')}\nmax-items=${lab.param('items')}`,
    }),
  );
  inPod(
    'variable',
    2,
    'A variable has the value of one key',
    seesVariables(see, { [lab.param('variable')]: { configMap: settings, key: 'mode' } }),
  );
  inPod('prefixed', 2, 'Every key is a variable', seesEveryKey(see, 'company', 'SHOP_'));
  inPod(
    'file',
    2,
    'A file holds one key, under another name',
    seesFile(see, {
      path: file,
      configMap: settings,
      key: 'limits.conf',
      folder: [lab.param('file')],
    }),
  );
  inPod('permissions', 1, 'It has the mode', fileMode(see, file, lab.param('permissions'))).after(
    'file',
  );
  inPod(
    'beside',
    2,
    'A file stands beside the one that was there',
    seesFile(see, {
      path: debug,
      configMap: settings,
      key: 'debug',
      folder: ['base.conf', 'debug'],
    }),
  );
  gate('company-kept', 'The other ConfigMap is as it was', untouched(company));
  gate(
    'else-kept',
    'Nothing else of the Deployment was changed',
    changedOnly(workload, ...CONFIGURATION),
  );
});
