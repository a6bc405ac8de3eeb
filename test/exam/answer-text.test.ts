import { expect, test } from 'vitest';
import { flawOfManifest, flawOfScript } from '../../src/exam/answer-text.ts';

const BOM = '\uFEFF';
const wide = (text: string) => Buffer.from(text, 'utf16le');
const UTF16 = 'is in UTF-16: save it as UTF-8';

test.each([
  ['UTF-16 with a mark', wide(`${BOM}kind: Pod`), UTF16],
  ['UTF-16, the other order', wide(`${BOM}kind: Pod`).swap16(), UTF16],
  ['UTF-16 without a mark', wide('kind: Pod'), UTF16],
  [
    'Latin-1',
    Buffer.from('# für', 'latin1'),
    'is not in UTF-8 (perhaps in Latin-1): save it as UTF-8',
  ],
  ['a zero', Buffer.from('kind: Pod\0'), 'holds zero bytes, so it is no text: save it as UTF-8'],
])('a manifest in %s', (_what, bytes, words) => {
  expect(flawOfManifest('pod.yaml', bytes)).toBe(`pod.yaml ${words}`);
});

test.each(['kind: Pod\r\n', `${BOM}kind: Pod`, '# für', ''])('a manifest %j', (text) => {
  expect(flawOfManifest('pod.yaml', Buffer.from(text))).toBeNull();
});

test.each([
  ['#!/bin/sh\r\ntrue\r\n', /line ends of Windows \(CRLF\)/],
  ['true\r', /CRLF/],
  [`${BOM}#!/bin/bash\ntrue\n`, /byte order mark \(BOM\)/],
  ['', /is empty/],
  [' \n', /is empty/],
  ['a\0b', /zero bytes/],
  ['#!/usr/bin/env python3\nprint()\n', /written for another program/],
])('a script %j', (text, words) => {
  expect(flawOfScript('answer.sh', Buffer.from(text))).toMatch(words);
  expect(flawOfScript('answer.sh', Buffer.from(text))).toMatch(/^answer\.sh /);
});

test.each(['true\n', '#!/bin/sh\ntrue', '#!/usr/bin/env bash\ncat <<E\nx\r\ny\nE\n', '# für\n'])(
  'a script %j can be run',
  (text) => {
    expect(flawOfScript('answer.sh', Buffer.from(text))).toBeNull();
  },
);

test('a script in UTF-16', () => {
  expect(flawOfScript('answer.sh', wide(`${BOM}true\n`))).toBe(`answer.sh ${UTF16}`);
});
