/** Whether a program with these arguments can only read. */
type Reads = (args: readonly string[]) => boolean;

const always: Reads = () => true;

/**
 * The first words must be one of these commands. Only --name=value may stand before them, so that
 * an option's value can't pass for the command.
 */
function only(...commands: string[]): Reads {
  return (args) => {
    const first = args.findIndex((arg) => !arg.startsWith('-'));
    const options = args.slice(0, Math.max(first, 0));
    return (
      options.every((option) => option.includes('=')) &&
      commands.some((command) =>
        command.split(' ').every((word, index) => args[first + index] === word),
      )
    );
  };
}

/** Reads unless one of these options is there, with one dash or two, with or without a value. */
function without(...options: string[]): Reads {
  return (args) =>
    !args.some((arg) => options.includes(arg.replace(/^-+/, '').split('=')[0] ?? ''));
}

const PROGRAMS: Record<string, Reads> = {
  'apt-mark': only('showhold', 'showmanual'),
  base64: always,
  cat: always,
  crictl: only(
    'ps',
    'pods',
    'images',
    'inspect',
    'inspectp',
    'inspecti',
    'logs',
    'info',
    'version',
  ),
  'dpkg-query': always,
  etcdctl: only('get', 'endpoint status', 'endpoint health', 'member list', 'version'),
  etcdutl: only('snapshot status', 'version'),
  findmnt: always,
  grep: always,
  head: always,
  kubeadm: only('certs check-expiration', 'version'),
  kubelet: (args) => args.length === 1 && args[0] === '--version',
  ls: always,
  openssl: (args) =>
    only('x509', 'verify', 'crl')(args) &&
    without('out', 'CAkey', 'CAcreateserial', 'signkey', 'writerand', 'engine')(args),
  pgrep: always,
  ps: always,
  readlink: always,
  sha256sum: always,
  ss: (args) => without('kill', 'diag')(args) && !args.some((arg) => /^-\w*[KD]/.test(arg)),
  stat: always,
  sysctl: (args) => args.length === 2 && args[0] === '-n' && !args[1]?.includes('='),
  systemctl: only('is-active', 'is-enabled', 'is-failed', 'show', 'cat', 'status'),
  tail: always,
  test: always,
  true: always,
  uname: always,
};

/** Throws, before anything runs, unless this command can only read. */
export function assertReads(argv: readonly string[]): void {
  const [program = '', ...args] = argv;
  const reads = Object.hasOwn(PROGRAMS, program) ? PROGRAMS[program] : undefined;
  if (reads?.(args)) return;
  const known = reads
    ? 'with these arguments'
    : `at all; it may run ${Object.keys(PROGRAMS).join(', ')}`;
  throw new Error(`A grader only reads: it may not run '${argv.join(' ')}' ${known}.`);
}
