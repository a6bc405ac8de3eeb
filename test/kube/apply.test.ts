import { describe, expect, test } from 'vitest';
import { applyDocument, documents } from '../../src/kube/apply.ts';
import type { Connection, RequestOptions } from '../../src/kube/connection.ts';
import type { Resources } from '../../src/kube/resources.ts';

const manifest = `# two of them
---
apiVersion: v1
kind: Secret
metadata: { name: a, namespace: x }
---   # a remark
apiVersion: v1
kind: Namespace
metadata:
  name: b
---
# nothing but a comment
`;

describe('the documents of a manifest', () => {
  test('are split at their separators; empty ones are left out', () => {
    expect(
      documents(manifest, 'm.yaml').map(({ kind, name, namespace }) => [kind, name, namespace]),
    ).toEqual([
      ['Secret', 'a', 'x'],
      ['Namespace', 'b', undefined],
    ]);
  });
  test('without a name are refused, with the file', () => {
    expect(() => documents('apiVersion: v1\nkind: Secret\n', 'm.yaml')).toThrow(
      'm.yaml: a document lacks',
    );
  });
  test('that are not YAML are refused, with the file', () => {
    expect(() => documents('a: [', 'm.yaml')).toThrow('m.yaml: not YAML');
  });
});

test('a document is sent as written: 0644 is for the API server to read', async () => {
  const text =
    'apiVersion: v1\nkind: Pod\nmetadata: { name: p, namespace: n }\nspec: { mode: 0644 }\n';
  const sent: { path: string; options: RequestOptions }[] = [];
  const connection: Connection = {
    server: '',
    async request(_method, path, options = {}) {
      sent.push({ path, options });
      return { status: 201, body: {} };
    },
  };
  const pods = {
    group: '',
    version: 'v1',
    kind: 'Pod',
    plural: 'pods',
    namespaced: true,
    verbs: [],
  };
  const resources: Resources = { types: [pods], find: () => pods, byKind: () => pods };
  const [document] = documents(text, 'p.yaml');
  await applyDocument(connection, resources, document as never);
  expect(sent).toEqual([
    {
      path: '/api/v1/namespaces/n/pods/p',
      options: {
        query: { fieldManager: 'cka-lab', force: 'true' },
        contentType: 'application/apply-patch+yaml',
        body: text,
      },
    },
  ]);
});
