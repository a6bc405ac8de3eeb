import { stripVTControlCharacters } from 'node:util';
import type { RunResult } from '../host/run.ts';
import { type Answer, SCRIPT } from './answers.ts';
import { HOME, LEARNER } from './host/host.ts';

/** The exam host on which one answer is applied, and no other. */
export interface AnswerHost {
  /** Puts the learner's files into a folder, which is made. */
  put(folder: string, files: readonly { name: string; text: string | Uint8Array }[]): Promise<void>;
  /** Runs a program there as root; after so many milliseconds all that runs there is ended. */
  run(
    argv: readonly string[],
    options: { env: Readonly<Record<string, string>>; timeout: number },
  ): Promise<Pick<RunResult, 'stdout' | 'exitCode'>>;
}

/** What became of an answer. */
export interface Applied {
  /** In words, what was wrong with it; null: it did what it wanted to do. */
  answer: string | null;
  seconds: number;
}

export const NO_ANSWER: Applied = { answer: 'there was none', seconds: 0 };

const FOLDER = `${HOME}/answer`;
/** An answer may print without end: only so much of it is kept, there already. */
const LAST_BYTES = 2000;
const LAST_LINES = 5;
/** For ending what is late; a host on which even this can't be done is ended from outside. */
const GRACE_MS = 30_000;

/** As the learner, in the answer's folder: manifests in order, then the script. */
const LEARNERS = `cd ${FOLDER} || exit
code=0
for manifest; do kubectl apply --filename "$manifest" || code=$?; done
if [ -e ${SCRIPT} ]; then bash ${SCRIPT} || code=$?; fi
exit "$code"`;

/**
 * As root, since the learner can be root there too: ends the answer in time, then all that it left
 * running, and passes on the last that it printed. What ran before it is the host's own.
 */
const KEEPERS = `exec 3>&1 2>/dev/null
seconds=$1 script=$2
shift 2
kept=" $(cd /proc && echo [0-9]*) "
exec 4> >(exec tail --bytes=${LAST_BYTES} >&3)
tail=$!
HOME=${HOME} USER=${LEARNER} LOGNAME=${LEARNER} timeout --signal=KILL "$seconds" \
  setpriv --reuid=${LEARNER} --regid=${LEARNER} --init-groups \
  bash -c "$script" bash "$@" </dev/null >&4 2>&4 3>&- 4>&-
code=$?
for again in 1 2 3; do
  for process in /proc/[0-9]*; do
    pid=\${process#/proc/}
    case "$kept$tail " in *" $pid "*) ;; *) kill -KILL "$pid" ;; esac
  done
done
exec 4>&-
wait "$tail"
exit "$code"`;

/**
 * Applies an answer within so many milliseconds. Whatever goes wrong in it is the answer's, and is
 * told in words; only a host that could not be used is thrown.
 */
export async function applyAnswer(
  host: AnswerHost,
  answer: Answer,
  environment: Readonly<Record<string, string>>,
  limit: number,
  now: () => number,
): Promise<Applied> {
  if (answer.flaw !== null) return { answer: answer.flaw, seconds: 0 };
  await host.put(FOLDER, answer.files);
  const began = now();
  const argv = ['bash', '-c', KEEPERS, 'bash', String(limit / 1000), LEARNERS, ...answer.manifests];
  const { stdout, exitCode } = await host.run(argv, {
    env: environment,
    timeout: limit + GRACE_MS,
  });
  const took = now() - began;
  return {
    answer: said([...answer.spoilt, wordsFor(exitCode, took >= limit ? limit : undefined, stdout)]),
    seconds: Math.round(Math.min(took, limit) / 1000),
  };
}

/** What is wrong, in one text; null: nothing. */
function said(words: readonly (string | null)[]): string | null {
  return words.filter((one) => one !== null).join('; ') || null;
}

/** `late`: the milliseconds that were not enough. */
function wordsFor(
  exitCode: number | undefined,
  late: number | undefined,
  stdout: string,
): string | null {
  if (exitCode === 0 && late === undefined) return null;
  const what =
    late !== undefined
      ? `it was ended after ${timeText(late)}`
      : exitCode === undefined
        ? 'it was ended by a signal'
        : `it ended with exit code ${exitCode}`;
  const lines = stripVTControlCharacters(stdout).trim().split('\n').slice(-LAST_LINES);
  const said = lines.join(' | ').slice(-LAST_BYTES);
  return said === '' ? what : `${what}: ${said}`;
}

function timeText(milliseconds: number): string {
  const seconds = Math.round(milliseconds / 1000);
  return seconds % 60 === 0 ? `${seconds / 60} min` : `${seconds} s`;
}
