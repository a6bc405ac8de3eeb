import { InfrastructureError } from '../errors.ts';

/**
 * A component of the cluster gives no answer. An error, unless the lab grades that component and
 * its node runs: then the learner broke it, or has not repaired it yet.
 */
export class ComponentDown extends InfrastructureError {
  /** As labs name it under `grades`: 'apiserver', 'etcd', 'kubelet' … */
  readonly component: string;

  constructor(component: string, message: string, cause?: unknown) {
    super(message, cause === undefined ? {} : { cause });
    this.component = component;
  }
}
