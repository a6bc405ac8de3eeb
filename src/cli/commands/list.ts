import { EXIT } from '../../errors.ts';
import { table } from '../../ui/table.ts';
import { bankOf, type Command, json } from '../command.ts';

interface Filter {
  domain?: string;
  scope?: string;
  tag?: string;
}

const list: Command<Filter> = async (context, { domain, scope, tag }) => {
  const bank = await bankOf(context);
  const labs = [...bank.labs.values()]
    .filter((lab) => domain === undefined || lab.domain === domain)
    .filter((lab) => scope === undefined || lab.scope === scope)
    .filter((lab) => tag === undefined || lab.tags.includes(tag))
    .sort((a, b) => a.domain.localeCompare(b.domain) || a.id.localeCompare(b.id));
  if (context.output === 'json') {
    context.out(
      json(
        labs.map(({ id, title, domain, scope, points, minutes, tags, external }) => ({
          id,
          title,
          domain,
          scope,
          points,
          minutes,
          tags,
          external,
        })),
      ),
    );
    return EXIT.passed;
  }
  for (const id of bank.broken) context.err(`${id} has mistakes: see \`cka-lab lint ${id}\`.`);
  if (labs.length === 0) {
    context.err('No lab fits.');
    return EXIT.passed;
  }
  const rows = labs.map((lab) => [lab.domain, lab.id, lab.scope, `${lab.minutes} min`, lab.title]);
  context.out(table(['DOMAIN', 'LAB', 'SCOPE', 'TIME', 'TITLE'], rows));
  return EXIT.passed;
};

export default list;
