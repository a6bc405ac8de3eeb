import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { InfrastructureError } from '../../src/errors.ts';
import { builtName, compare, findGo, type GoPrograms, goPart } from '../../src/image/go-build.ts';
import { published } from '../../src/image/kubernetes.ts';
import { ensurePart } from '../../src/image/parts.ts';
import { programs } from '../../src/image/programs.ts';
import { oldestGo, versions } from '../../src/image/versions.ts';
import { fakes } from '../setup/fakes.ts';

const etcd: GoPrograms = {
  name: 'etcd',
  require: { 'example.invalid/server/v3': 'v3.1.0' },
  replace: { 'example.invalid/server/v3': 'example.invalid/fork v3.1.1' },
  programs: { etcd: 'example.invalid/server/v3' },
  variables: { 'main.version': 'v3.1.0' },
};
const go = { version: 'go1.26.8', arch: 'amd64' };

// As `go build -o out/` does: one file for each package, by the last element of its path.
const FAKE_GO = `
cat go.mod >>"$here/go.mod"
echo "$GOFLAGS|$GONOSUMDB|$GONOSUMCHECK|$GOPROXY" >>"$here/environment"
mkdir out && echo program >out/server
echo example.invalid/one >&2; echo 'go: downloading x' >&2; echo example.invalid/two >&2`;

test('builds programs from modules, with checksums as the machine has them', async () => {
  const { context, folder, calls } = await fakes({ go: FAKE_GO, mkdir: 'exec /bin/mkdir "$@"' });
  const reports: string[] = [];
  const made = await ensurePart(context, goPart(etcd, go), (detail) => reports.push(detail));
  expect(await readdir(made)).toEqual(['etcd']);
  expect((await calls())[0]).toBe(
    'go build -v -mod=mod -buildvcs=false -trimpath -ldflags=-s -w -X main.version=v3.1.0 -o out/ example.invalid/server/v3',
  );
  const module = await readFile(path.join(folder, 'go.mod'), 'utf8');
  expect(module).toContain('require example.invalid/server/v3 v3.1.0\n');
  expect(module).toContain('replace example.invalid/server/v3 => example.invalid/fork v3.1.1\n');
  const environment = process.env.GOPROXY ?? '';
  expect(await readFile(path.join(folder, 'environment'), 'utf8')).toBe(`|||${environment}\n`);
  expect(reports).toEqual(['1 packages compiled', '2 packages compiled']);
});

test('a failing build shows the command and leaves no part', async () => {
  const { context } = await fakes({ go: 'echo "missing checksum" >&2; exit 1' });
  await expect(ensurePart(context, goPart(etcd, go))).rejects.toThrow(
    /go build .*\n.*missing checksum/,
  );
  expect(await readdir(path.join(context.paths.cache, 'parts'))).toEqual([]);
});

test.each([
  ['none', undefined, 'found none'],
  ['one that is too old', 'printf "go1.22.4\\namd64\\n"', 'found go1.22.4'],
])('says which Go to install where there is %s', async (_case, script, found) => {
  const { context } = await fakes(script === undefined ? {} : { go: script });
  const error = await findGo(context).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(InfrastructureError);
  expect((error as Error).message).toContain(`${oldestGo} or newer (${found})`);
  expect((error as InfrastructureError).next).toContain('Install Go');
});

test('takes a Go that is new enough', async () => {
  const { context } = await fakes({ go: 'printf "go1.27rc1\\narm64\\n"' });
  expect(await findGo(context)).toEqual({ version: 'go1.27rc1', arch: 'arm64' });
});

test('the key changes with the Go, the versions, the flags and our own source', () => {
  const keys = [
    goPart(etcd, go),
    goPart(etcd, { ...go, version: 'go1.27.0' }),
    goPart({ ...etcd, require: { 'example.invalid/server/v3': 'v3.1.2' } }, go),
    goPart({ ...etcd, variables: {} }, go),
    goPart({ ...etcd, source: 'pause' }, go),
  ].map(({ recipe }) => JSON.stringify(recipe));
  expect(new Set(keys).size).toBe(keys.length);
});

test('compares versions as numbers', () => {
  expect(compare('1.26.10', '1.26.9')).toBeGreaterThan(0);
  expect(compare('1.26', '1.26.0')).toBe(0);
  expect(compare('1.9.9', '1.26.0')).toBeLessThan(0);
});

test('knows how go names what it builds', () => {
  expect(builtName('go.etcd.io/etcd/server/v3', 'etcd')).toBe('server');
  expect(builtName('k8s.io/kubernetes/cmd/kubelet', 'kubernetes')).toBe('kubelet');
  expect(builtName('.', 'pause')).toBe('pause');
});

test('no two programs of a node image have one name', () => {
  for (const version of Object.values(versions)) {
    const names = programs(version).flatMap((one) => Object.keys(one.programs));
    expect(new Set(names).size).toBe(names.length);
  }
});

test('staging modules of Kubernetes are taken as published', () => {
  const text = `module k8s.io/kubernetes

go 1.26.0

godebug default=go1.26

replace (
	k8s.io/api => ./staging/src/k8s.io/api
	k8s.io/client-go => ./staging/src/k8s.io/client-go
)
`;
  expect(published(text, 'v1.37.2')).toBe(
    `godebug default=go1.26
replace k8s.io/api => k8s.io/api v0.37.2
replace k8s.io/client-go => k8s.io/client-go v0.37.2`,
  );
});
