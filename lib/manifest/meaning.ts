import { checkAlerts } from './meaning-alerts';
import { checkInstances } from './meaning-instances';
import { checkNetwork, checkOverlaps } from './meaning-network';
import { checkSecrets } from './meaning-secrets';
import { checkDomain } from './meaning-domain';
import { isGroup } from './merge';
import { pascalCase } from './pascal-case';
import type { Problem } from './problem';
import { brief } from './show';
import type { Source } from './source';
import { at, viewsOf, type Path, type View } from './view';

/**
 * Checks what a schema cannot say: values that contradict one another, and files that are not there. Reads the plain
 * data defensively, so that it finds its problems also where the shape is wrong elsewhere.
 *
 * @param folder the folder of the manifest; paths in it start there
 */
export function checkMeaning(source: Source, folder: string): Problem[] {
  const views = viewsOf(source.data);
  return [
    ...checkNames(source),
    ...views.flatMap((view) => [
      ...checkRequired(view, source),
      ...checkAlerts(view, source),
      ...checkInstances(view, source, folder),
      ...checkDomain(view, source),
      ...checkNetwork(view, source),
      ...checkSecrets(view, source),
    ]),
    ...checkOverlaps(views, source),
  ];
}

const REQUIRED: [Path, string][] = [
  [['instances', 'artifact'], 'what to run: an asset folder, an object of a bucket, or a container image'],
  [['instances', 'port'], 'the port that the application listens on'],
  [['loadBalancer', 'access'], 'who may reach the service: public, internal, or a list of IPv4 ranges'],
  [['budget', 'monthlyLimitUsd'], 'what the environment may cost in a month'],
];

/** Names that would become the same construct id. */
function checkNames(source: Source): Problem[] {
  const all = at(source.data, ['environments']);
  const names = Object.keys(isGroup(all) ? all : {});
  const alike = names.flatMap((name, index) => {
    const other = names.slice(0, index).find((one) => pascalCase(one) === pascalCase(name));
    const message = `environments.${brief(name)} is too like ${brief(other ?? '')}: both become ${brief(pascalCase(name))}`;
    return other === undefined ? [] : [source.problemAtKey(['environments'], name, message)];
  });
  const message = "service must not be 'platform', which is the stack that the service stands on";
  return at(source.data, ['service']) === 'platform' ? [source.problem(['service'], message), ...alike] : alike;
}

/** A section that is there and no group of keys is a problem of its own, not one more for each key that it lacks. */
function checkRequired(view: View, source: Source): Problem[] {
  const isLacking = ([[section = '', key = '']]: (typeof REQUIRED)[number]) => {
    const value = at(view.data, [section]);
    return value === undefined || (isGroup(value) && value[key] === undefined);
  };
  return REQUIRED.filter(isLacking).map(([path, meaning]) =>
    source.problemAtKey(
      ['environments'],
      view.key,
      `${path.join('.')} is missing in ${view.name}: ${meaning}; write it there or for all environments`,
    ),
  );
}
