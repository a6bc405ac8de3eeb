import {
  boundTogether,
  claimAsks,
  fileHasLine,
  fileHolds,
  grader,
  logHas,
  podMounts,
  untouched,
  volumeIs,
  volumesFree,
} from 'cka-lab/grader';

/** A way into a node takes seconds where the machine is busy. */
const NODE_S = 30;

export default grader(({ lab, check, gate }) => {
  const namespace = lab.param('namespace');
  const mode = lab.param('mode');
  const storageClass = `${namespace}-${lab.param('class')}`;
  const volume = `${namespace}-catalogue`;
  const folder = `/srv/${volume}`;
  const claim = { name: 'catalogue', namespace };
  const writer = { name: lab.param('writer'), namespace };
  const reader = { name: lab.param('reader'), namespace };
  const inventory = lab.printed('inventory');
  const mount = { claim: claim.name, at: lab.param('path'), folder };
  const spares = [`${namespace}-spare`, `${namespace}-scans`] as const;

  check(
    'volume',
    1,
    'The volume has the capacity, modes, class and label',
    volumeIs(volume, {
      capacity: `${lab.param('capacity')}Gi`,
      modes: [mode, 'ReadOnlyMany'],
      class: storageClass,
      labels: { content: 'catalogue' },
    }),
  );
  check('folder', 1, "The volume is the worker's folder", volumeIs(volume, { folder }));
  check(
    'retained',
    1,
    'The volume stays when its claim goes',
    volumeIs(volume, { reclaim: 'Retain' }),
  );
  check(
    'claim',
    1,
    'The claim asks for the size, mode and class',
    claimAsks(claim, {
      request: `${lab.param('request')}Mi`,
      modes: [mode],
      class: storageClass,
    }),
  );
  check(
    'bound',
    2,
    'The claim and the volume are bound to each other',
    boundTogether(claim, volume),
  );
  check('spares-free', 1, 'The other volumes are free', volumesFree(...spares)).after('bound');
  check(
    'writer',
    1,
    'The writer mounts the claim',
    podMounts(writer, { ...mount, readOnly: false }),
  );
  check(
    'written',
    1,
    'Its line is in the folder',
    fileHasLine('worker', `${folder}/entries.txt`, lab.param('entry')),
  )
    .after('bound', 'writer')
    .within(NODE_S);
  check(
    'reader',
    1,
    'The reader mounts the claim to read only',
    podMounts(reader, { ...mount, readOnly: true }),
  );
  check(
    'read',
    2,
    'The reader printed what is in the folder',
    logHas(reader, lab.param('entry'), inventory),
  ).after('written', 'reader');
  gate(
    'spares-kept',
    'The other volumes are as they were',
    untouched(`PersistentVolume/${spares[0]}`, `PersistentVolume/${spares[1]}`),
  );
  gate(
    'inventory-kept',
    'The inventory is as it was',
    fileHolds('worker', `${folder}/inventory.txt`, inventory),
  ).within(NODE_S);
});
