// The client's quantityToScalar refuses 1.5Gi and gives numbers for some texts, bigints for others.
const WRITTEN = /^([+-]?)(\d*)(?:\.(\d*))?(?:([numkMGTPE]|[KMGTPE]i)|[eE]([+-]?\d+))?$/;
const DECIMAL: Record<string, number> = {
  n: -9,
  u: -6,
  m: -3,
  k: 3,
  M: 6,
  G: 9,
  T: 12,
  P: 15,
  E: 18,
};
const BINARY = ['Ki', 'Mi', 'Gi', 'Ti', 'Pi', 'Ei'];
/** The finest that a quantity can be: a billionth. */
const NANO = 9;

/** Whether two quantities mean the same amount, as 1Gi, 1024Mi and 1073741824 do. */
export function sameQuantity(one: string, other: string): boolean {
  return billionths(one) === billionths(other);
}

/**
 * The amount in billionths, exactly; what is finer is rounded up, as the API server does. Throws
 * when the text is no quantity:
 * https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity/
 */
function billionths(text: string): bigint {
  const [match, sign, whole = '', part = '', suffix = '', exponent = '0'] =
    WRITTEN.exec(text) ?? [];
  if (match === undefined || whole + part === '') throw new Error(`'${text}' is no quantity.`);
  const binary = BINARY.indexOf(suffix) + 1;
  const tens = NANO + (DECIMAL[suffix] ?? 0) + Number(exponent) - part.length;
  const digits = BigInt(whole + part) * 1024n ** BigInt(binary);
  const amount = tens >= 0 ? digits * 10n ** BigInt(tens) : roundUp(digits, 10n ** BigInt(-tens));
  return sign === '-' ? -amount : amount;
}

function roundUp(amount: bigint, by: bigint): bigint {
  return (amount + by - 1n) / by;
}
