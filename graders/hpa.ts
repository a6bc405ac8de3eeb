import {
  autoscales,
  changedOnly,
  grader,
  grewTo,
  looksBack,
  podsRequest,
  readsUtilization,
  untouched,
} from 'cka-lab/grader';

export default grader(({ lab, check, gate }) => {
  const namespace = lab.param('namespace');
  const workload = `Deployment/${lab.param('workload')} in ${namespace}`;
  const autoscaler = `HorizontalPodAutoscaler/${lab.param('autoscaler')} in ${namespace}`;
  const most = Number(lab.param('most'));

  check(
    'requests',
    2,
    'The containers request CPU',
    podsRequest(workload, 'cpu', { worker: '10m', reporter: `${lab.param('reporter-request')}m` }),
  ).within(70);
  check(
    'autoscaler',
    2,
    'The autoscaler scales the deployment by its CPU utilization',
    autoscales(autoscaler, {
      scales: workload,
      least: 2,
      most,
      utilization: Number(lab.param('target')),
    }),
  );
  check(
    'scale-down',
    1,
    'It looks back before it takes pods away',
    looksBack(autoscaler, Number(lab.param('window'))),
  );
  check('reads', 2, "It reads the pods' CPU utilization", readsUtilization(autoscaler, workload))
    .after('autoscaler')
    .within(110);
  check('grown', 2, 'The deployment has grown', grewTo(autoscaler, workload, most))
    .after('requests', 'reads')
    .within(140);
  gate(
    'deployment-kept',
    'All else of the deployment is as it was',
    changedOnly(workload, 'spec.replicas', 'spec.template.spec.containers[].resources.requests'),
  );
  gate(
    'metrics-kept',
    'metrics-server is as it was',
    untouched(
      'APIService/v1beta1.metrics.k8s.io',
      'Deployment/metrics-server in kube-system',
      'Service/metrics-server in kube-system',
    ),
  );
});
