/** How the learner calls the cluster of that key: by this name its host, or its context. */
export function placeName(key: string): string {
  return `cka${key.slice(1)}`;
}
