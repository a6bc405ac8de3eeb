import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** A certificate and its key, as PEM texts. */
export interface Pair {
  certificate: string;
  key: string;
}

export interface IssueOptions {
  /** Who signs; the certificate signs itself when not said. */
  by?: Pair;
  days?: number;
  purpose?: string;
}

const KEY = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];

/** A new key and a certificate for it, made by openssl. */
export function issue(
  subject: string,
  { by, days = 5, purpose = 'clientAuth' }: IssueOptions = {},
): Pair {
  const folder = mkdtempSync(path.join(tmpdir(), 'cka-lab-test-'));
  const openssl = (...args: string[]) =>
    execFileSync('openssl', args, { cwd: folder, stdio: 'pipe' });
  const read = (name: string) => readFileSync(path.join(folder, name), 'utf8');
  const write = (name: string, text: string) => writeFileSync(path.join(folder, name), text);
  const key = [...KEY, '-keyout', 'key', '-subj', subject];
  try {
    if (by) {
      write('ca.crt', by.certificate);
      write('ca.key', by.key);
      write('ext', `extendedKeyUsage=${purpose}`);
      openssl('req', '-new', ...key, '-out', 'csr');
      const authority = ['-CA', 'ca.crt', '-CAkey', 'ca.key', '-CAcreateserial', '-extfile', 'ext'];
      openssl('x509', '-req', '-in', 'csr', ...authority, '-days', String(days), '-out', 'crt');
    } else {
      openssl('req', '-x509', ...key, '-days', String(days), '-out', 'crt');
    }
    return { certificate: read('crt'), key: read('key') };
  } finally {
    rmSync(folder, { recursive: true });
  }
}
