/** Whether two names are one image: nginx:1.29 is docker.io/library/nginx:1.29. */
export function sameImage(one: string, other: string): boolean {
  return inFull(one) === inFull(other);
}

/** https://kubernetes.io/docs/concepts/containers/images/#image-names */
function inFull(image: string): string {
  const [name = '', digest] = image.split('@');
  const [first = '', ...rest] = name.split('/');
  const isRegistry = rest.length > 0 && /[.:]|^localhost$/.test(first);
  const registry = isRegistry ? first.replace(/^index\.docker\.io$/, 'docker.io') : 'docker.io';
  const path = isRegistry ? rest.join('/') : name;
  const whole = registry === 'docker.io' && !path.includes('/') ? `library/${path}` : path;
  const tagged = digest !== undefined || whole.includes(':') ? whole : `${whole}:latest`;
  return `${registry}/${tagged}${digest === undefined ? '' : `@${digest}`}`;
}
