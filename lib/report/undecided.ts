import type { Judgement } from '../checklist/judgement';
import { shortened } from './one-line';
import { plain, type Paint } from './paint';
import { pathText } from './place-text';

/** Characters in a line where nobody knows how wide the terminal is. */
const WIDTH = 100;

/** Characters of a line that stay for the path and the reason, however narrow the terminal is. */
const LEAST = 40;

/** So many are listed; the reports hold all. */
const MOST = 10;

/**
 * What nobody can tell before the deployment: a line each, at most ten, then how many there are besides. Empty where
 * all is decided.
 *
 * @param width in characters; what is longer is cut
 */
export function undecidedText(
  { undecided }: Pick<Judgement, 'undecided'>,
  paint: Paint = plain,
  width: number = WIDTH,
): string {
  if (undecided.length === 0) {
    return '';
  }
  const listed = undecided.slice(0, MOST).map(({ id, path, found }) => {
    const room = Math.max(width - id.length - 3, LEAST);
    return `  ${paint('warning', id)} ${shortened(`${pathText(path)}: ${found}`, room)}`;
  });
  const left = undecided.length - listed.length;
  return [
    `${paint('heading', 'Undecided')} Nobody can tell before the deployment:`,
    ...listed,
    ...(left === 0 ? [] : [`  ${paint('quiet', `and ${left} more; the reports list them all`)}`]),
  ].join('\n');
}
