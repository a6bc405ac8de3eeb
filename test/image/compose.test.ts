import { expect, test } from 'vitest';
import { recipeOf } from '../../src/image/build.ts';
import { ensureUpgradeImage, findUpgradeImage } from '../../src/image/compose.ts';
import { type KubernetesVersion, versions } from '../../src/image/versions.ts';
import { fakes } from '../setup/fakes.ts';

const runtime = { name: 'docker', version: '26.1.5' } as const;
const [older, later] = ['1.36', '1.37'].map((minor) => versions[minor] as KubernetesVersion) as [
  KubernetesVersion,
  KubernetesVersion,
];
const upgrade = { from: '1.36', to: '1.37' };
const reference = `cka-lab/node:${older.kubernetes}-to-${later.kubernetes}`;
const expected = {
  ...{ reference, kubernetes: older.kubernetes, origin: 'built', upgradeTo: later.kubernetes },
};
const NOTHING = 'echo "No such image" >&2; exit 1';

/** A runtime that has both images, and keeps the labels of what is committed. */
function docker({ id = '1', fails = 'nothing' } = {}): string {
  const recipe = (version: KubernetesVersion) =>
    `echo '[] {"cka-lab.recipe":"${recipeOf(version)}"}'; ${NOTHING}`;
  return `kept=$here/label; for last; do :; done
case "$*" in
  *${fails}*) echo it fails >&2; exit 1;;
  *RepoDigests*v${older.kubernetes.slice(1)}) ${recipe(older)};;
  *RepoDigests*v${later.kubernetes.slice(1)}) ${recipe(later)};;
  *inspect*${reference}) test -f "$kept" || exit 1
    echo '{"id":"c","config":{"Labels":{"cka-lab.recipe":"'"$(cat "$kept")"'"}}}';;
  *inspect*) echo '{"id":"${id} '"$last"'","config":{"Entrypoint":["/entry","/init"],"Cmd":null}}';;
  commit*) label=\${*#*cka-lab.recipe=}; echo "\${label%% *}" >"$kept";;
esac`;
}

test('nothing is found where one of the two images is missing', async () => {
  const { context } = await fakes({ docker: NOTHING });
  expect(await findUpgradeImage(context, runtime, upgrade)).toBeUndefined();
});

test('an image is composed of both, once', async () => {
  const { context, calls } = await fakes({ docker: docker() });
  expect(await findUpgradeImage(context, runtime, upgrade)).toBeUndefined();
  expect(await ensureUpgradeImage(context, runtime, upgrade)).toEqual(expected);
  const runs = (await calls()).filter((call) => call.startsWith('docker run'));
  expect(runs.map((call) => call.split(' ').slice(-2))).toEqual([
    [`kindest/node:${later.kubernetes}`, '/build/take.sh'],
    [`kindest/node:${older.kubernetes}`, '/build/join.sh'],
  ]);
  const commits = (await calls()).filter((call) => call.startsWith('docker commit'));
  expect(commits).toHaveLength(1);
  // As the older image starts, not as the script was run.
  expect(commits[0]).toContain('ENTRYPOINT ["/entry","/init"]');
  expect(commits[0]).toContain('CMD []');

  expect(await findUpgradeImage(context, runtime, upgrade)).toEqual(expected);
  await ensureUpgradeImage(context, runtime, upgrade);
  expect((await calls()).filter((call) => call.startsWith('docker run'))).toHaveLength(2);
});

test('it is composed anew when one of the two changed', async () => {
  const { context, program } = await fakes({ docker: docker() });
  await ensureUpgradeImage(context, runtime, upgrade);
  await program('docker', docker({ id: '2' }));
  expect(await findUpgradeImage(context, runtime, upgrade)).toBeUndefined();
});

test('a failure names the command and leaves no container', async () => {
  const { context, calls } = await fakes({ docker: docker({ fails: 'join.sh' }) });
  await expect(ensureUpgradeImage(context, runtime, upgrade)).rejects.toThrow('join.sh');
  const all = await calls();
  expect(all.some((call) => call.startsWith('docker commit'))).toBe(false);
  expect(all.findLastIndex((call) => call.startsWith('docker volume ls'))).toBeGreaterThan(
    all.findIndex((call) => call.includes('join.sh')),
  );
});
