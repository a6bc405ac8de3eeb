/** A container runtime that answers. */
export interface Runtime {
  name: 'docker' | 'podman';
  /** The server's version, such as "26.1.5". */
  version: string;
}
