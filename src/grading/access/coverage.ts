import type {
  PathAttributes,
  PathRule,
  ResourceAttributes,
  ResourceRule,
} from '../../kube/reviews.ts';
import { asRoleRule, type Rule } from './rule.ts';

/** Whether a lab's rules name a request. */
export function names(rules: readonly Rule[], request: ResourceAttributes): boolean {
  const here = rules.filter(
    ({ namespace }) => namespace === undefined || namespace === request.namespace,
  );
  return covers(here.map(asRoleRule), request);
}

/** Whether rules of roles allow a request, by the matching of RBAC. */
export function covers(rules: readonly ResourceRule[], request: ResourceAttributes): boolean {
  const { verb, group, resource, subresource, name } = request;
  const whole = subresource === undefined ? resource : `${resource}/${subresource}`;
  const has = (list: readonly string[], ...wanted: (string | undefined)[]) =>
    list.includes('*') || wanted.some((one) => one !== undefined && list.includes(one));
  return rules.some(
    (rule) =>
      has(rule.verbs, verb) &&
      has(rule.apiGroups, group) &&
      has(rule.resources, whole, subresource === undefined ? undefined : `*/${subresource}`) &&
      (!rule.resourceNames?.length || (name !== undefined && rule.resourceNames.includes(name))),
  );
}

/** The same for paths that are no resources, such as /healthz. */
export function coversPath(rules: readonly PathRule[], { verb, path }: PathAttributes): boolean {
  const matches = (pattern: string) =>
    pattern === path || (pattern.endsWith('*') && path.startsWith(pattern.slice(0, -1)));
  return rules.some(
    (rule) =>
      (rule.verbs.includes('*') || rule.verbs.includes(verb)) && rule.nonResourceURLs.some(matches),
  );
}
