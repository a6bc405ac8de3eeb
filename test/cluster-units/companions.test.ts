import { expect, test } from 'vitest';
import { companions, labelsOf, removeCompanions } from '../../src/cluster/companions.ts';
import { fakes } from '../setup/fakes.ts';

const runtime = { name: 'docker', version: '26.1.5' } as const;

/** A docker with these containers, whose names are also their ids. */
function docker(containers: object[]): string {
  return `case "$1" in
  ps) echo one; echo two;;
  inspect) cat <<'END'
${JSON.stringify(containers)}
END
;;
esac`;
}

const labels = (more: Record<string, string>) => ({ Labels: { 'cka-lab.world': '/w', ...more } });
const HOST = {
  Name: '/cka-lab-4f2a-cka0417',
  State: { Running: true, Paused: true },
  Config: labels({ 'cka-lab.exam': '4f2a', 'cka-lab.role': 'host', other: 'x' }),
};
const FOREIGN = { Name: '/somebody', State: { Running: true }, Config: labels({}) };

test('containers are asked for by world and owner, and told by name', async () => {
  const { context, calls } = await fakes({ docker: docker([FOREIGN, HOST]) });
  expect(await companions(context, runtime, { exam: '4f2a' })).toEqual([
    {
      name: 'cka-lab-4f2a-cka0417',
      running: true,
      paused: true,
      exam: '4f2a',
      labels: { role: 'host' },
    },
  ]);
  expect((await calls())[0]).toBe(
    `docker ps -aq --filter label=cka-lab.world=${context.paths.state} --filter label=cka-lab.exam=4f2a`,
  );
});

test('only those with our prefix are removed', async () => {
  const { context, calls } = await fakes({ docker: docker([FOREIGN, HOST]) });
  expect(await removeCompanions(context, runtime)).toEqual(['cka-lab-4f2a-cka0417']);
  expect((await calls()).at(-1)).toBe('docker rm --force --volumes cka-lab-4f2a-cka0417');
});

test('where there are none nothing is removed', async () => {
  const { context, calls } = await fakes({ docker: 'true' });
  expect(await removeCompanions(context, runtime, { lab: 'rbac' })).toEqual([]);
  expect(await calls()).toHaveLength(1);
});

test('the labels say whose it is', () => {
  const paths = { state: '/w', cache: '/c' };
  expect(labelsOf({ paths }, { cluster: 'cka-lab-duo', mark: 'm' }, { role: 'node' })).toEqual({
    'cka-lab.world': '/w',
    'cka-lab.cluster': 'cka-lab-duo',
    'cka-lab.mark': 'm',
    'cka-lab.role': 'node',
  });
});
