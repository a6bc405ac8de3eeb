import {
  domainForwarded,
  everyDnsPodAnswers,
  everyService,
  type Facts,
  grader,
  inventedName,
  namesLead,
  reverseName,
  serviceAddress,
  untouched,
} from 'cka-lab/grader';

const API = 'kubernetes.default.svc.cluster.local';

export default grader(({ lab, check, gate }) => {
  const namespace = lab.param('namespace');
  const domain = lab.param('domain');
  const target = `192.0.2.${lab.param('host')}`;
  const service = `Service/${lab.param('service')} in ${namespace}`;
  const probes = [`Pod/asker in ${namespace}`, `Pod/listener in ${namespace}`] as const;
  const printed = lab.printed('dns');
  const server = (facts: Facts) => printed(facts).trim();
  const api = (facts: Facts) => serviceAddress(facts, 'Service/kubernetes in default');

  const services = (facts: Facts) => everyService(facts, namespace);
  const reverse = async (facts: Facts) => ({ [reverseName(await api(facts))]: [API] });

  const names = namesLead(server, { probes, wanted: services });
  check('service-names', 3, 'Names of services resolve', names).within(100);
  check(
    'stub-domain',
    3,
    `Names below ${domain} resolve, by their own server`,
    domainForwarded(server, { probes, domain, address: target, to: { name: 'names', namespace } }),
  ).within(120);
  check(
    'reverse',
    1,
    "A service's address leads back to its name",
    namesLead(server, { probes, wanted: reverse }),
  ).within(100);
  check(
    'every-pod',
    2,
    'Two CoreDNS pods run, and each answers',
    everyDnsPodAnswers(2, {
      probes,
      wanted: async (facts) => ({ ...(await services(facts)), [inventedName(domain)]: [target] }),
    }),
  )
    .after('service-names', 'stub-domain')
    .within(100);
  gate(
    'namespace-kept',
    'What is in the namespace is as it was',
    untouched(
      `Pod/names in ${namespace}`,
      `ConfigMap/names in ${namespace}`,
      `Service/names in ${namespace}`,
      service,
      ...probes,
    ),
  );
});
