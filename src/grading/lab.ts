/** What grading needs to know of a lab whose parameters have values. */
export interface GradedLab {
  readonly id: string;
  readonly parameters: Readonly<Record<string, string>>;
  readonly points: number;
  /** Percent of the points that is needed. */
  readonly passMark: number;
  /** Components that the lab grades and that may be down: 'apiserver', 'kubelet' … */
  readonly grades: readonly string[];
  /** Names of random values in its seeded objects. */
  readonly secrets: readonly string[];
  /** Names under which output of its seed scripts is kept. */
  readonly printed: readonly string[];
  /** Tasks that are scored apart. */
  readonly parts: readonly { readonly id: string }[];
}
