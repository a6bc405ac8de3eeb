import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { quote } from '../host/quote.ts';
import type { Lab } from './lab.ts';
import type { Values } from './template.ts';

/** `$LAB_X` or `${LAB_X`, unless a backslash keeps the shell from reading it. */
const VARIABLE = /(?<!\\)\$(?:\{(LAB_\w*)(\}?)|(LAB_\w*))/g;

/** The environment variable that holds a parameter in scripts. */
export function variableOf(parameter: string): string {
  return `LAB_${parameter.toUpperCase().replaceAll('-', '_')}`;
}

export interface VariableUse {
  name: string;
  offset: number;
}

export function variablesIn(script: string): VariableUse[] {
  return [...script.matchAll(VARIABLE)].map(({ 1: braced, 3: bare, index: offset }) => ({
    name: braced ?? bare ?? '',
    offset,
  }));
}

/** The variables that scripts of a lab get. */
export function environment({ parameters }: { parameters: Values }): Record<string, string> {
  return Object.fromEntries(
    Object.entries(parameters).map(([name, value]) => [variableOf(name), value]),
  );
}

/**
 * A script that finds these variables without having them in its environment, where whoever is on
 * the machine could read them. Its lines keep their numbers.
 */
export function withVariables(script: string, variables: Readonly<Record<string, string>>): string {
  const set = Object.entries(variables).map(([name, value]) => `${name}=${quote(value)}; `);
  return `${set.join('')}${script}`;
}

/** The reference solution as a person would type it. */
export async function solutionText(
  instance: { parameters: Values } & { lab: Pick<Lab, 'dir' | 'solution'> },
): Promise<string> {
  const { dir, solution } = instance.lab;
  return renderScript(await readFile(path.join(dir, solution), 'utf8'), instance);
}

/** A script as a person would type it: $LAB_X and ${LAB_X} have become their values. */
export function renderScript(script: string, instance: { parameters: Values }): string {
  const values = environment(instance);
  return script.replaceAll(VARIABLE, (raw, braced?: string, close?: string, bare?: string) => {
    // ${LAB_X:-…} and the like stay: they say more than the value.
    if (braced !== undefined && close === '') return raw;
    return values[braced ?? bare ?? ''] ?? raw;
  });
}
