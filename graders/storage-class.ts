import {
  changedOnly,
  claimAsks,
  claimHasLine,
  claimProvisioned,
  classIs,
  grader,
  isFailed,
  onlyDefaultClass,
  startedPodMounts,
  untouched,
} from 'cka-lab/grader';

const PROVISIONER = 'rancher.io/local-path';

export default grader(({ lab, check, gate }) => {
  const namespace = lab.param('namespace');
  const storageClass = lab.param('class');
  const claim = { name: lab.param('claim'), namespace };
  const pod = { name: lab.param('pod'), namespace };

  check(
    'class',
    2,
    'The class makes volumes as asked',
    classIs(storageClass, {
      provisioner: PROVISIONER,
      binding: 'WaitForFirstConsumer',
      reclaim: 'Retain',
      expandable: true,
    }),
  );
  check('default', 2, 'It is the one default class', onlyDefaultClass(storageClass));
  check(
    'request',
    1,
    'The claim asks for the size and mode',
    claimAsks(claim, { request: `${lab.param('request')}Mi`, modes: ['ReadWriteOnce'] }),
  );
  check(
    'claim',
    2,
    'The claim got a volume of the class',
    claimProvisioned(claim, { class: storageClass, reclaim: 'Retain', provisioner: PROVISIONER }),
  ).within(70);
  check('written', 2, 'The pod runs, and its line is in the volume', async (facts) => {
    const mount = { claim: claim.name, at: lab.param('path'), readOnly: false };
    const mounts = await startedPodMounts(pod, mount)(facts);
    if (isFailed(mounts)) return mounts;
    return claimHasLine(claim, 'control-plane', 'list.txt', lab.param('entry'))(facts);
  }).within(150);
  gate(
    'standard-kept',
    'The class standard is as it was, but for being the default',
    changedOnly('StorageClass/standard'),
  );
  gate(
    'old-claim-kept',
    'The other claim is as it was',
    untouched(`PersistentVolumeClaim/old-${claim.name} in ${namespace}`),
  );
});
