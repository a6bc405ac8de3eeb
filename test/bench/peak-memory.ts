import { writeFileSync } from 'node:fs';

// Loaded into the CLI's process; says at its end how much memory it took at most, in KiB.
process.on('exit', () => {
  const file = process.env.CKA_LAB_BENCH_PEAK;
  if (file) writeFileSync(file, String(process.resourceUsage().maxRSS));
});
