import {
  answersAnybody,
  apiWrites,
  configMapKey,
  type EtcdKeys,
  etcdGet,
  type Facts,
  failed,
  grader,
  isFailed,
  isSameKey,
  keysFromJson,
  onceStarted,
  passed,
  readSnapshot,
  shared,
} from 'cka-lab/grader';

export default grader(({ lab, check, gate }) => {
  const namespace = lab.param('namespace');
  const saved = `/srv/${lab.param('folder')}/${lab.param('saved')}`;
  const older = `/srv/${lab.param('folder')}/${lab.param('older')}`;
  const [kept, lost, later, newest] = ['kept', 'lost', 'later', 'newest'].map((parameter) => {
    const name = lab.param(parameter);
    return { name, key: configMapKey(namespace, name) };
  }) as [Entry, Entry, Entry, Entry];
  const values = { [later.name]: lab.secret('middle'), [newest.name]: lab.secret('late') };
  const printed = lab.printed('older');
  const snapshot = shared((facts) => readSnapshot(facts, 'control-plane', saved));

  check('snapshot-whole', 1, 'The snapshot is there and whole', async (facts) => {
    const keys = await snapshot(facts);
    return isFailed(keys) ? keys : passed();
  })
    .in('save')
    .within(30);

  check('of-this-cluster', 1, "It is of this cluster's etcd", async (facts) => {
    const keys = await snapshot(facts);
    if (isFailed(keys)) return keys;
    const found = keys.get(kept.key);
    const recorded = theOlder(printed(facts)).keys.get(kept.key);
    if (found && recorded && isSameKey(found, recorded)) return passed();
    return failed({
      expected: `the ConfigMap ${kept.name} as the etcd of this cluster holds it`,
      actual: found ? 'one of that name from another etcd' : 'there is none in the snapshot',
    });
  })
    .in('save')
    .within(30)
    .after('snapshot-whole');

  check('before-the-restore', 2, 'It holds what the task began with', async (facts) => {
    const keys = await snapshot(facts);
    if (isFailed(keys)) return keys;
    const missing = [later, newest].filter(
      ({ name, key }) => !keys.get(key)?.value.includes(values[name]?.(facts) ?? ''),
    );
    if (missing.length === 0) return passed();
    return failed({
      expected: `the ConfigMaps ${later.name} and ${newest.name} of the start are in the snapshot`,
      actual: `${namesOf(missing)} not as at the start`,
      why: 'The snapshot was saved before they were made, or after they were gone.',
    });
  })
    .in('save')
    .within(30)
    .after('of-this-cluster');

  check('older-state', 2, 'etcd holds what the older snapshot holds', (facts) =>
    onceStarted(facts, async () => {
      const recorded = theOlder(printed(facts)).keys;
      const keys = await etcdGet(facts, kept.key, lost.key);
      const different = [kept, lost].filter(({ key }) => !isSame(keys, recorded, key));
      if (different.length === 0) return passed();
      return failed({
        expected: `${kept.name} and ${lost.name} as they are in the older snapshot`,
        actual: different
          .map(({ name, key }) => `${name} ${keys.has(key) ? 'is another one' : 'is not there'}`)
          .join(', '),
        why: 'The etcd that runs is not one that was restored from that snapshot. After a change of its manifest the kubelet takes up to a minute to start it anew.',
      });
    }),
  )
    .in('restore')
    .within(60);

  check('newer-gone', 2, 'It holds nothing that is newer than the snapshot', (facts) =>
    onceStarted(facts, async () => {
      const keys = await etcdGet(facts, later.key, newest.key);
      const left = [later, newest].filter(({ key }) => keys.has(key));
      if (left.length === 0) return passed();
      return failed({
        expected: `neither ${later.name} nor ${newest.name} in etcd`,
        actual: `there: ${namesOf(left)}`,
      });
    }),
  )
    .in('restore')
    .after('older-state')
    .within(60);

  check('api-serves', 2, 'The API server is ready and writes', (facts) =>
    onceStarted(facts, async () => {
      await facts.apiReady();
      const wrong = await wrongInApi(facts);
      if (wrong.length === 0) return apiWrites(facts, theOlder(printed(facts)).revision);
      return failed({
        expected: 'the API server shows the restored state',
        actual: wrong.join(', '),
      });
    }),
  )
    .in('restore')
    .after('older-state')
    .within(60);

  gate('certificates-asked', 'etcd answers only to clients with a certificate', (facts) =>
    onceStarted(facts, async () => {
      await etcdGet(facts, kept.key);
      if (!(await answersAnybody(facts))) return passed();
      return failed({
        expected: 'etcd refuses a client without a certificate',
        actual: 'it answers',
      });
    }),
  )
    .in('restore')
    .after('older-state')
    .within(60);

  gate('older-kept', 'The older snapshot is as it was', async (facts) => {
    const { exitCode, stdout } = await facts.node('control-plane').run(['sha256sum', older]);
    const expected = `${older} is as it was at the start`;
    if (exitCode !== 0) return failed({ expected, actual: 'it is not there' });
    if (stdout.startsWith(theOlder(printed(facts)).sha256)) return passed();
    return failed({ expected, actual: 'its content is another one' });
  }).within(30);

  async function wrongInApi(facts: Facts): Promise<string[]> {
    const { keys } = theOlder(printed(facts));
    const all = await Promise.all(
      [kept, lost].map(async ({ name, key }) => {
        const found = await facts.get(`ConfigMap/${name} in ${namespace}`);
        const version = keys.get(key)?.modRevision.toString();
        if (found?.metadata.resourceVersion === version) return [];
        return [`${name} is ${found ? 'not the restored one' : 'not there'}`];
      }),
    );
    return all.flat();
  }
});

interface Entry {
  name: string;
  key: string;
}

/** What seed/older.sh printed when it saved the older snapshot. */
function theOlder(printed: string): { keys: EtcdKeys; revision: number; sha256: string } {
  const [keys = '', status = '', sha256 = ''] = printed.split('\n');
  const { revision }: { revision: number } = JSON.parse(status);
  return { keys: keysFromJson(keys), revision, sha256: sha256.split(' ')[0] ?? '' };
}

function isSame(keys: EtcdKeys, recorded: EtcdKeys, key: string): boolean {
  const [now, then] = [keys.get(key), recorded.get(key)];
  return now !== undefined && then !== undefined && isSameKey(now, then);
}

function namesOf(entries: readonly Entry[]): string {
  return entries.map(({ name }) => name).join(' and ');
}
