import { type Markup, raw } from './markup.ts';

/** The page's style: light or dark as the reader has it, and light on paper. */
export const STYLE: Markup = raw(`
:root {
  color-scheme: light dark;
  --text: #1c2024; --quiet: #5b6570; --page: #fff; --panel: #f5f7f9; --line: #d5dbe1;
  --passed: #1a7f37; --failed: #c01f2e; --error: #8a5a00; --skipped: #5b6570;
}
@media screen and (prefers-color-scheme: dark) {
  :root {
    --text: #e4e8ec; --quiet: #9aa5b1; --page: #14181c; --panel: #1d2329; --line: #363f48;
    --passed: #4ac26b; --failed: #ff7b72; --error: #e3b341; --skipped: #9aa5b1;
  }
}
* { box-sizing: border-box; }
body {
  max-width: 60rem; margin: 0 auto; padding: 2rem 1rem;
  font: 1rem/1.5 system-ui, sans-serif; color: var(--text); background: var(--page);
}
h1 { font-size: 1.7rem; line-height: 1.2; margin: 0 0 .5rem; }
h2 { font-size: 1.25rem; margin: 2.5rem 0 .75rem; }
h3 { font-size: 1rem; margin: 0; }
p { margin: .4rem 0; }
a { color: inherit; }
.verdict { font-size: 1.2rem; font-weight: 600; margin: 0 0 1rem; }
.passed { color: var(--passed); }
.failed { color: var(--failed); }
.error { color: var(--error); }
.skipped { color: var(--skipped); }
.quiet { color: var(--quiet); font-weight: normal; }
header dl { margin-top: 1rem; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .25rem 1rem; margin: 0; }
dt { color: var(--quiet); }
dd { margin: 0; overflow-wrap: anywhere; white-space: pre-wrap; }
table { width: 100%; border-collapse: collapse; }
th, td { text-align: left; vertical-align: top; padding: .35rem .75rem .35rem 0; border-bottom: 1px solid var(--line); }
th { font-weight: 600; }
td.number, th.number { text-align: right; white-space: nowrap; font-variant-numeric: tabular-nums; }
td.bar { width: 35%; vertical-align: middle; }
svg { display: block; width: 100%; height: .75rem; }
rect.all { fill: var(--line); }
rect.reached { fill: var(--passed); }
.check {
  margin: .75rem 0; padding: .6rem .9rem;
  background: var(--panel); border: 1px solid var(--line); border-left: .3rem solid currentColor; border-radius: .25rem;
}
.check > * { color: var(--text); }
.check h3 { display: flex; gap: .75rem; justify-content: space-between; }
.check .points { white-space: nowrap; color: var(--quiet); font-weight: normal; }
.check dl { margin-top: .4rem; }
.check dd { font-family: ui-monospace, monospace; font-size: .9rem; }
ul { padding-left: 1.2rem; }
@media screen and (max-width: 40rem) { section { overflow-x: auto; } }
footer { margin-top: 3rem; color: var(--quiet); font-size: .9rem; }
@media print {
  @page { margin: 1.5cm; }
  :root { font-size: 9.5pt; }
  body { max-width: none; padding: 0; }
  h2 { break-after: avoid; }
  tr, .check { break-inside: avoid; }
  .check { background: none; }
  .read a::after { content: " " attr(href); color: var(--quiet); overflow-wrap: anywhere; }
}
`);
