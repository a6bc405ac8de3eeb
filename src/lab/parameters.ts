import { createHash, randomInt } from 'node:crypto';
import { z } from 'zod';
import { UsageError } from '../errors.ts';

/** Such values can break neither YAML, nor a shell, nor leave a folder. */
const SAFE = /^(?!.*\.\.)[A-Za-z0-9/.]([A-Za-z0-9._:/-]*[A-Za-z0-9._/-])?$/;

const scalar = z.union([
  z.string().regex(SAFE, 'must be letters, digits and . _ : / - inside'),
  z.number().min(0),
  z.boolean(),
]);

const pick = z.strictObject({
  pick: z
    .array(scalar)
    .min(2)
    .refine((values) => new Set(values.map(String)).size === values.length, 'has a value twice')
    .describe('One of these values.'),
});
const integer = z.strictObject({
  integer: z
    .strictObject({ from: z.int().min(0), to: z.int().min(0) })
    .refine(({ from, to }) => from < to, 'needs a `to` above `from`')
    .describe('A whole number, both ends included.'),
});
const random = z.strictObject({
  random: z.literal('hex').describe('A marker that nobody can guess; it begins with a letter.'),
  length: z.int().min(4).max(32).describe('How many characters.'),
});

export const parameterSchema = z.union([pick, integer, random]);

export type Parameter = z.output<typeof parameterSchema>;

/** Raised when a change would draw other values from the same seed. */
const ALGORITHM = 'cka-lab draw 1';

/**
 * The value of a parameter. It depends on nothing but the algorithm, the lab's id, the seed, the
 * parameter's name and its definition: SHA-256 over the four texts, a newline between, gives
 * 48 bits that choose by remainder; a marker takes the digest's hexadecimal digits.
 */
export function draw(parameter: Parameter, lab: string, seed: string, name: string): string {
  const digest = createHash('sha256').update([ALGORITHM, lab, seed, name].join('\n')).digest();
  const number = digest.readUIntBE(0, 6);
  if ('pick' in parameter) return String(parameter.pick[number % parameter.pick.length]);
  if ('integer' in parameter) {
    const { from, to } = parameter.integer;
    return String(from + (number % (to - from + 1)));
  }
  // A letter first: digits alone, or 1e5, would be a number to YAML.
  const letter = 'abcdef'.charAt(number % 6);
  return letter + digest.toString('hex', 6).slice(0, parameter.length - 1);
}

/** Values that show every way the parameter can look: all of a list, the ends of a range. */
export function samples(parameter: Parameter): string[] {
  if ('pick' in parameter) return parameter.pick.map(String);
  if ('integer' in parameter) return [parameter.integer.from, parameter.integer.to].map(String);
  return [draw(parameter, 'sample', '1', ''), draw(parameter, 'sample', '2', '')];
}

/** How many values it can have. A marker counts as one: it makes no other task. */
export function size(parameter: Parameter): number {
  if ('pick' in parameter) return parameter.pick.length;
  if ('integer' in parameter) return parameter.integer.to - parameter.integer.from + 1;
  return 1;
}

/** Seeds are parts of names of folders, so none holds a slash. */
export const SEED = /^[\w.-]{1,40}$/;

/** Throws UsageError when a text can't be a seed. */
export function checkSeed(seed: string): void {
  if (!SEED.test(seed)) {
    throw new UsageError(`"${seed}" can't be a seed.`, {
      next: 'Take up to 40 letters, digits, dots and dashes.',
    });
  }
}

/** Without the letters i, l, o and u, which are misread. */
const SEED_LETTERS = '0123456789abcdefghjkmnpqrstvwxyz';

/** A short seed that can be read out, such as 'k3v9qa'. */
export function newSeed(random: (below: number) => number = randomInt): string {
  return Array.from({ length: 6 }, () => SEED_LETTERS.charAt(random(SEED_LETTERS.length))).join('');
}
