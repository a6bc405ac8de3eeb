// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are variables of a shell
import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { environment, renderScript, variablesIn, withVariables } from '../../src/lab/script.ts';

const instance = { parameters: { namespace: 'orders', 'max-surge': '2' } };

test('a parameter is LAB_ and its name', () => {
  expect(environment(instance)).toEqual({ LAB_NAMESPACE: 'orders', LAB_MAX_SURGE: '2' });
});

test.each([
  ['kubectl -n "$LAB_NAMESPACE" get pods', 'kubectl -n "orders" get pods'],
  ['ns=${LAB_NAMESPACE}-staging', 'ns=orders-staging'],
  ['$LAB_NAMESPACE-staging $LAB_MAX_SURGE', 'orders-staging 2'],
  // Not ours, not set, more than the value, or kept from the shell: as written.
  ['$HOME $LAB_OTHER $LAB_NAMESPACES', '$HOME $LAB_OTHER $LAB_NAMESPACES'],
  ['${LAB_NAMESPACE:-x} ${LAB_NAMESPACE%s}', '${LAB_NAMESPACE:-x} ${LAB_NAMESPACE%s}'],
  ['echo \\$LAB_NAMESPACE', 'echo \\$LAB_NAMESPACE'],
])('%s', (script, expected) => {
  expect(renderScript(script, instance)).toBe(expected);
});

test('variables of a script', () => {
  const script = `$LAB_A "\${LAB_B_C}" \${LAB_D:-x} $LABEL \\$LAB_E \${#LAB_F}`;
  expect(variablesIn(script)).toEqual([
    { name: 'LAB_A', offset: 0 },
    { name: 'LAB_B_C', offset: 8 },
    { name: 'LAB_D', offset: 20 },
  ]);
});

test('a script has variables that what it starts has not, and its lines keep their numbers', () => {
  const script = '#!/usr/bin/env bash\necho "$LAB_A|$LINENO"\nenv | grep ^LAB_ || echo none\n';
  const input = withVariables(script, { LAB_A: "it's $HOME `id`\nb" });
  const stdout = execFileSync('bash', ['-s'], { input, encoding: 'utf8' });
  expect(stdout).toBe("it's $HOME `id`\nb|3\nnone\n");
});
