import { HELM_VERSION } from '../setup/helm.ts';
import type { GoPrograms } from './go-build.ts';

const KUSTOMIZE_VERSION = 'v5.8.1';
const YQ_VERSION = 'v4.54.3';

/** A program of an exam host that is no Debian package. */
interface HostProgram {
  /** Where it is in which published image. */
  published: { image: string; program: string };
  /** How it is built where no registry answers. */
  build: GoPrograms;
}

/** What an exam host has beside Debian packages; its kubectl is that of its cluster. */
export const hostPrograms: Readonly<Record<string, HostProgram>> = {
  helm: {
    published: { image: `alpine/helm:${HELM_VERSION.slice(1)}`, program: '/usr/bin/helm' },
    build: {
      name: 'helm',
      require: { 'helm.sh/helm/v4': HELM_VERSION },
      programs: { helm: 'helm.sh/helm/v4/cmd/helm' },
      variables: { 'helm.sh/helm/v4/internal/version.version': HELM_VERSION },
    },
  },
  kustomize: {
    published: {
      image: `registry.k8s.io/kustomize/kustomize:${KUSTOMIZE_VERSION}`,
      program: '/app/kustomize',
    },
    build: {
      name: 'kustomize',
      require: { 'sigs.k8s.io/kustomize/kustomize/v5': KUSTOMIZE_VERSION },
      programs: { kustomize: 'sigs.k8s.io/kustomize/kustomize/v5' },
      variables: { 'sigs.k8s.io/kustomize/api/provenance.version': KUSTOMIZE_VERSION },
    },
  },
  yq: {
    published: { image: `mikefarah/yq:${YQ_VERSION.slice(1)}`, program: '/usr/bin/yq' },
    build: {
      name: 'yq',
      require: { 'github.com/mikefarah/yq/v4': YQ_VERSION },
      programs: { yq: 'github.com/mikefarah/yq/v4' },
    },
  },
};
