import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import type { Context } from '../context.ts';
import type { GoPrograms } from './go-build.ts';

const commands = [
  'kube-apiserver',
  'kube-controller-manager',
  'kube-scheduler',
  'kube-proxy',
  'kubelet',
  'kubeadm',
  'kubectl',
];

/** Kubernetes itself, all its commands in one build: they share most of what is compiled. */
export function kubernetes(version: string): GoPrograms {
  const [major = '', minor = ''] = version.slice(1).split('.');
  const variables: Record<string, string> = {};
  for (const home of ['k8s.io/component-base/version', 'k8s.io/client-go/pkg/version']) {
    variables[`${home}.gitVersion`] = version;
    variables[`${home}.gitMajor`] = major;
    variables[`${home}.gitMinor`] = minor;
    variables[`${home}.gitTreeState`] = 'clean';
  }
  return {
    name: 'kubernetes',
    require: { 'k8s.io/kubernetes': version },
    programs: Object.fromEntries(commands.map((name) => [name, `k8s.io/kubernetes/cmd/${name}`])),
    variables,
    more: {
      rule: 'staging modules at their published versions, godebug as the module says',
      lines: async (context) => published(await goModOf(context, version), version),
    },
  };
}

async function goModOf(context: Context, version: string): Promise<string> {
  const { stdout } = await context.run(
    'go',
    ['mod', 'download', '-json', `k8s.io/kubernetes@${version}`],
    { cwd: tmpdir(), env: { GOFLAGS: '', GOWORK: 'off' } },
  );
  return readFile((JSON.parse(stdout) as { GoMod: string }).GoMod, 'utf8');
}

/**
 * The module's own go.mod takes its sister modules from folders beside it, which are not published
 * with it: they are modules of their own, at version v0 with the same minor and patch.
 */
export function published(goMod: string, version: string): string {
  const sister = version.replace(/^v1\./, 'v0.');
  const replaced = [...goMod.matchAll(/^\s*(?:replace\s+)?(\S+) => \.\/staging\/\S+$/gm)];
  const godebug = goMod.match(/^godebug \S+$/m);
  return [
    ...(godebug ? [godebug[0]] : []),
    ...replaced.map(([, module]) => `replace ${module} => ${module} ${sister}`),
  ].join('\n');
}
