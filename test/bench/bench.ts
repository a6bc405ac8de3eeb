import { wholeExam } from './exam.ts';
import { type Figure, render } from './figure.ts';
import { grading } from './grade.ts';
import { startCold, startWarm } from './start.ts';
import { verifying } from './verify.ts';
import { words } from './words.ts';
import { type BenchWorld, benchWorld } from './world.ts';

const cases: Record<string, (world: BenchWorld) => Promise<Figure[]>> = {
  words,
  grading,
  exam: wholeExam,
  'start-warm': startWarm,
  'start-cold': startCold,
  verify: verifying,
};

const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !(name in cases));
if (unknown.length > 0) {
  console.error(`No such case: ${unknown.join(', ')}. There are ${Object.keys(cases).join(', ')}.`);
  process.exit(2);
}

const figures: Figure[] = [];
for (const [name, measure] of Object.entries(cases)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  console.error(`Measuring ${name} …`);
  const world = await benchWorld();
  try {
    figures.push(...(await measure(world)));
  } finally {
    await world.end();
  }
}
console.log(render(figures));
