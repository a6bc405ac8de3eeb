import {
  answeredAllTheTime,
  converging,
  type Facts,
  failed,
  grader,
  isFailed,
  kubeletRuns,
  type Outcome,
  packagesHeld,
  passed,
  runningContainers,
  shared,
  takesPods,
  untouched,
  type V1ConfigMap,
  type V1Node,
} from 'cka-lab/grader';

const NODES = ['control-plane', 'worker', 'worker2'];
const PACKAGES = ['kubeadm', 'kubectl', 'kubelet'] as const;
const ADDONS = ['Deployment/coredns in kube-system', 'DaemonSet/kube-proxy in kube-system'];
/** Seconds that a new version of an addon may take to be on every node. */
const ROLLED_OUT_WITHIN = 60;
/** Programs on nodes take their time where an upgrade keeps the machine busy. */
const LOOK_WITHIN = 30;
/** Seconds that the API may need to show what a kubelet that was just restarted runs with. */
const SHOWN_WITHIN = 25;

interface Workload {
  metadata: never;
  spec: { template: { spec: { containers: { image: string }[] } } };
}

export default grader(({ lab, check, gate }) => {
  const version = lab.param('upgrade-to');
  const worker = lab.param('worker');
  const other = worker === 'worker' ? 'worker2' : 'worker';
  const nameOf = (node: string) => `${lab.param('cluster')}-${node}`;
  const here = `in ${lab.param('namespace')}`;
  const service = lab.param('service');
  const pods = lab.param('pods');
  const images = lab.printed('images');
  const before = { worker: lab.printed('worker'), worker2: lab.printed('worker2') }[other];

  const containersOn = new Map(
    NODES.map((node) => [node, shared((facts) => runningContainers(facts.node(node)))]),
  );

  /** Each of these containers runs on these nodes, with the image that the new kubeadm asks for. */
  const imagesRun =
    (names: readonly string[], nodes: readonly string[]) => async (facts: Facts) => {
      const wanted = images(facts).trim().split('\n');
      const found = (await Promise.all(nodes.map((node) => containersOn.get(node)?.(facts) ?? [])))
        .flat()
        .filter(({ namespace }) => namespace === 'kube-system');
      const wrong = names.flatMap((name) => {
        const all = found.filter((container) => container.name === name);
        if (all.length === 0) return [`no ${name} runs`];
        if (name === 'kube-proxy' && all.length < nodes.length) {
          return [`${name} runs on ${all.length} of ${nodes.length} nodes`];
        }
        const old = all.find(({ image }) => !wanted.includes(image));
        return old ? [`${name} runs ${old.image}`] : [];
      });
      if (wrong.length === 0) return passed();
      const asked = wanted.filter((image) => names.some((name) => image.includes(`/${name}:`)));
      return failed({ expected: `running: ${asked.join(', ')}`, actual: wrong.join(', ') });
    };

  check(
    'control-plane',
    3,
    `The control plane's components and etcd are those of ${version}`,
    imagesRun(
      ['kube-apiserver', 'kube-controller-manager', 'kube-scheduler', 'etcd'],
      ['control-plane'],
    ),
  ).within(LOOK_WITHIN);
  check('addons', 1, `CoreDNS and kube-proxy are those of ${version}`, async (facts) => {
    // kubeadm does not wait until what it asked for runs everywhere.
    const asked = await Promise.all(ADDONS.map((addon) => facts.get<Workload>(addon)));
    const wanted = images(facts).trim().split('\n');
    const rolls = asked.every((addon) =>
      addon?.spec.template.spec.containers.every(({ image }) => wanted.includes(image)),
    );
    const lag = rolls ? ROLLED_OUT_WITHIN : 0;
    const look = imagesRun(['coredns', 'kube-proxy'], NODES);
    return converging({ signal: facts.signal, lag }, () => look(facts));
  }).within(LOOK_WITHIN + ROLLED_OUT_WITHIN);
  check('recorded-version', 1, `kubeadm's ConfigMap names ${version}`, async (facts) => {
    const map = await facts.get<V1ConfigMap & { metadata: never }>(
      'ConfigMap/kubeadm-config in kube-system',
    );
    const found = /^kubernetesVersion: v?(\S+)$/m.exec(map?.data?.ClusterConfiguration ?? '')?.[1];
    if (found === version) return passed();
    return failed({
      expected: `kubernetesVersion: v${version} in ConfigMap kubeadm-config`,
      actual: found ? `v${found}` : 'no kubernetesVersion',
    });
  });
  check('control-plane-kubelet', 2, `The control plane's kubelet runs ${version}`, (facts) =>
    kubeletRuns(facts.node('control-plane'), nameOf('control-plane'), version),
  ).within(LOOK_WITHIN);
  check('worker-kubelet', 2, `The worker's kubelet runs ${version}`, (facts) =>
    kubeletRuns(facts.node(worker), nameOf(worker), version),
  ).within(LOOK_WITHIN);
  check('settings', 2, 'Both kubelets run with the settings that the cluster keeps', (facts) =>
    firstFailed([
      settingsKept(facts, pods),
      ...['control-plane', worker].map((node) => runsWith(facts, node, nameOf(node), pods)),
    ]),
  )
    .after('control-plane-kubelet', 'worker-kubelet')
    .within(LOOK_WITHIN + SHOWN_WITHIN);
  check('control-plane-ready', 1, 'The control plane is Ready and takes pods', (facts) =>
    takesPods(facts, nameOf('control-plane'), {
      taints: ['node-role.kubernetes.io/control-plane'],
    }),
  )
    .after('control-plane-kubelet')
    .within(LOOK_WITHIN + SHOWN_WITHIN);
  check('worker-ready', 1, 'The worker is Ready and takes pods', (facts) =>
    takesPods(facts, nameOf(worker)),
  )
    .after('worker-kubelet')
    .within(LOOK_WITHIN + SHOWN_WITHIN);
  check(
    'control-plane-packages',
    1,
    `The control plane's packages are held at ${version}`,
    (facts) =>
      packagesHeld(facts.node('control-plane'), nameOf('control-plane'), PACKAGES, version),
  ).within(LOOK_WITHIN);
  check('worker-packages', 1, `The worker's packages are held at ${version}`, (facts) =>
    packagesHeld(facts.node(worker), nameOf(worker), PACKAGES, version),
  ).within(LOOK_WITHIN);
  check(
    'service-answered',
    3,
    'The service answered all the time',
    answeredAllTheTime(`Pod/recorder ${here}`, { title: `Service ${service} ${here}`, gap: 3 }),
  )
    .after('worker-kubelet')
    .within(LOOK_WITHIN);

  gate('other-worker-kept', 'The other worker is as it was', async (facts) => {
    const node = facts.node(other);
    const now = await workerState(node);
    const was = before?.(facts).trim().split('\n') ?? [];
    const changed = now.filter((line) => !was.includes(line));
    const expected = `${nameOf(other)} as at the start`;
    if (changed.length > 0) return failed({ expected, actual: `now: ${changed.join('; ')}` });
    const object = await facts.get<V1Node & { metadata: never }>(`Node/${nameOf(other)}`);
    if (!object) return failed({ expected, actual: 'it is no node of the cluster any more' });
    return object.spec?.unschedulable ? failed({ expected, actual: 'it is cordoned' }) : passed();
  }).within(LOOK_WITHIN);
  gate(
    'service-kept',
    'The Service and its PodDisruptionBudget are as they were',
    untouched(`Service/${service} ${here}`, `PodDisruptionBudget/${service} ${here}`),
  );
});

async function firstFailed(outcomes: Promise<Outcome>[]): Promise<Outcome> {
  return (await Promise.all(outcomes)).find(isFailed) ?? passed();
}

async function settingsKept(facts: Facts, pods: string): Promise<Outcome> {
  const map = await facts.get<V1ConfigMap & { metadata: never }>(
    'ConfigMap/kubelet-config in kube-system',
  );
  const found = /^maxPods: (\d+)$/m.exec(map?.data?.kubelet ?? '')?.[1];
  if (found === pods) return passed();
  return failed({
    expected: `maxPods: ${pods} in ConfigMap kubelet-config`,
    actual: found ? `maxPods: ${found}` : 'no maxPods',
  });
}

/** What the kubelet runs with is what it tells of itself: a file may be newer than the process. */
async function runsWith(facts: Facts, node: string, name: string, pods: string): Promise<Outcome> {
  const file = await facts.node(node).read('/var/lib/kubelet/config.yaml');
  const written = /^maxPods: (\d+)$/m.exec(file ?? '')?.[1];
  const lag = written === pods ? SHOWN_WITHIN : 0;
  return converging({ signal: facts.signal, lag }, async () => {
    const object = await facts.get<V1Node & { metadata: never }>(`Node/${name}`);
    const found = object?.status?.capacity?.pods;
    if (found === pods) return passed();
    return failed({
      expected: `the kubelet of ${name} runs with maxPods: ${pods}`,
      actual: `it takes ${found ?? 'no'} pods, and its file has maxPods: ${written ?? 'not set'}`,
    });
  });
}

/** As seed/worker.sh printed it. */
async function workerState(node: ReturnType<Facts['node']>): Promise<string[]> {
  // biome-ignore lint/suspicious/noTemplateCurlyInString: dpkg's own placeholders
  const format = '--showformat=${Package} ${Version} ${db:Status-Want}\n';
  const results = await Promise.all([
    node.run(['dpkg-query', '--show', format, ...PACKAGES]),
    node.run(['stat', '--format=%n %s %Y', ...PACKAGES.map((name) => `/usr/bin/${name}`)]),
    node.run(['sha256sum', '/var/lib/kubelet/config.yaml', '/var/lib/kubelet/kubeadm-flags.env']),
  ]);
  return results.flatMap(({ stdout }) => stdout.trim().split('\n'));
}
