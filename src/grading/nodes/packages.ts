import type { NodeReader } from '../node.ts';
import { failed, type Outcome, passed } from '../verdict.ts';

/** Whether these Debian packages are installed on a node at a version ('1.37.2') and held there. */
export async function packagesHeld(
  node: NodeReader,
  title: string,
  names: readonly [string, ...string[]],
  version: string,
): Promise<Outcome> {
  // biome-ignore lint/suspicious/noTemplateCurlyInString: dpkg's own placeholders
  const format = '--showformat=${Package} ${Version} ${db:Status-Want} ${db:Status-Status}\n';
  const { stdout } = await node.run(['dpkg-query', '--show', format, ...names]);
  const found = new Map(
    stdout.split('\n').map((line) => {
      const [name = '', ...state] = line.split(' ');
      return [name, state] as const;
    }),
  );
  const wrong = names.flatMap((name) => {
    const [installed = '', want, status] = found.get(name) ?? [];
    if (status !== 'installed') return [`${name} is not installed`];
    // What comes after the dash counts the builds of a version.
    if (installed.split('-')[0] !== version) return [`${name} is at ${installed}`];
    return want === 'hold' ? [] : [`${name} is not held`];
  });
  if (wrong.length === 0) return passed();
  const expected = `${names.join(', ')} at ${version} on ${title}, and held`;
  return failed({ expected, actual: wrong.join(', ') });
}
