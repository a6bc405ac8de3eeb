import path from 'node:path';
import { defineConfig } from 'vitest/config';
import { ClosingLine } from './test/support/closing-line.ts';

const TEN_MINUTES = 600_000;
const HALF_AN_HOUR = 1_800_000;

export default defineConfig({
  resolve: { alias: { 'cka-lab/grader': path.join(import.meta.dirname, 'src/grader.ts') } },
  test: {
    reporters: ['default', new ClosingLine()],
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['test/**/*.test.ts'],
          exclude: ['test/cluster/**', 'test/whole/**'],
          // They mostly wait for programs; left alone, Vitest runs one file at a time on two cores.
          maxWorkers: '100%',
          testTimeout: 30_000,
          hookTimeout: 60_000,
          sequence: { groupOrder: 1 },
        },
      },
      {
        extends: true,
        test: {
          name: 'cluster',
          include: ['test/cluster/**/*.test.ts'],
          globalSetup: ['test/cluster/setup.ts'],
          fileParallelism: false,
          testTimeout: TEN_MINUTES,
          hookTimeout: TEN_MINUTES,
          sequence: { groupOrder: 2 },
        },
      },
      {
        extends: true,
        test: {
          name: 'whole',
          include: ['test/whole/**/*.test.ts'],
          globalSetup: ['test/cluster/setup.ts'],
          fileParallelism: false,
          testTimeout: HALF_AN_HOUR,
          hookTimeout: TEN_MINUTES,
          sequence: { groupOrder: 3 },
        },
      },
    ],
  },
});
