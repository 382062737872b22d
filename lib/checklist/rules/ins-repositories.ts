import { expectFlag, expectText, reading } from '../expect';
import { isReference, type Cursor, type Part, type Resource } from '../model';
import { inPlace } from '../place';
import { ANY, mayEqual, OPAQUE, patternOf } from '../relations/text-patterns';
import { allOf, anyOf, met, missed, undecided, undecidedAt, type Verdict } from '../rule';
import { physicalName, type TemplateIndex } from '../template-index';

const REGISTRY = 'AWS::ECR::RegistryScanningConfiguration';
const WITH_EXCLUSION = 'IMMUTABLE_WITH_EXCLUSION';
const SCANS = ['SCAN_ON_PUSH', 'CONTINUOUS_SCAN'];

/** INS-04: the tags of a repository stay what they are, and its images are scanned. */
export function repositoryIsImmutableAndScanned(repository: Resource, index: TemplateIndex): Verdict | undefined {
  return allOf(tagsAreImmutable(repository), imagesAreScanned(repository, index));
}

function tagsAreImmutable(repository: Resource): Verdict | undefined {
  const mutability = repository.at('ImageTagMutability');
  return allOf(
    expectText(mutability, {
      expected: `IMMUTABLE or ${WITH_EXCLUSION}`,
      holds: (value) => value === 'IMMUTABLE' || value === WITH_EXCLUSION,
    }),
    mutability.text() === WITH_EXCLUSION ? someTagsStay(repository) : undefined,
  );
}

function someTagsStay(repository: Resource): Verdict | undefined {
  const filters = repository.at('ImageTagMutabilityExclusionFilters');
  const each = filters.items().map((filter) =>
    expectText(filter.at('ImageTagMutabilityExclusionFilterValue'), {
      expected: 'exclusion filters that leave some tags immutable',
      holds: (value) => !/^\*+$/.test(value),
      whenAbsent: 'met',
    }),
  );
  return filters.isUndecided ? undecidedAt(filters) : allOf(...each);
}

function imagesAreScanned(repository: Resource, index: TemplateIndex): Verdict | undefined {
  const own = repository.at('ImageScanningConfiguration.ScanOnPush');
  const byItself = expectFlag(own, true);
  const registry = registryOf(repository, index);
  if (registry === undefined) {
    return byItself;
  }
  const rules = registry.at('Rules');
  const type = registry.at('ScanType');
  const details = { locations: [own.path], evidence: [registry] };
  if (rules.isUndecided) {
    return undecided(`${registry.id} scans by rules that are known only when it is deployed`, details);
  }
  // A basic configuration without rules is what every registry has that nobody configured.
  if (rules.items().length === 0 && type.text() !== 'ENHANCED') {
    return type.isUndecided ? allOf(byItself, undecided(`${registry.id}: ${reading(type)}`, details)) : byItself;
  }
  const verdicts = rules.items().map((rule) => scans(rule, repository, registry));
  const verdict =
    anyOf(...verdicts) ?? missed(`no rule of ${registry.id} scans it`, 'a rule that scans it on push or continuously');
  return { ...verdict, ...details };
}

function registryOf({ template }: Resource, index: TemplateIndex): Resource | undefined {
  const all = index.once('registry scanning configurations', () =>
    index.ofType(REGISTRY).map((what) => ({ what, place: what.template })),
  );
  return inPlace(all, template);
}

function scans(rule: Cursor, repository: Resource, registry: Resource): Verdict | undefined {
  const frequency = rule.at('ScanFrequency');
  const filters = rule.at('RepositoryFilters');
  const fit = filters.isUndecided ? undefined : fits(filters, repository);
  const isScanning = frequency.isUndecided ? undefined : SCANS.includes(frequency.text() ?? '');
  if (fit === false || isScanning === false) {
    return undefined;
  }
  return fit === true && isScanning === true
    ? met(`${registry.id} scans it: ${frequency.shown()}`)
    : undecided(`nobody can tell yet whether ${registry.id} scans it`);
}

/** Whether one of the filters fits the name of a repository: undefined where nobody knows. */
function fits(filters: Cursor, repository: Resource): boolean | undefined {
  const name = repository.at('RepositoryName');
  const [certain, possible] = name.isAbsent ? [OPAQUE, ANY] : [patternOf(name, () => OPAQUE), patternOf(name)];
  const wildcards = filters
    .items()
    .map((filter) => filter.at('Filter'))
    .filter((filter) => !filter.isAbsent)
    .map((filter) => wildcardOf(filter.parts().map((part) => stretchOf(part, repository, certain))));
  if (wildcards.some(({ pattern, isKnown }) => isKnown && mayEqual(certain, pattern))) {
    return true;
  }
  return wildcards.some(({ pattern }) => mayEqual(possible, pattern)) ? undefined : false;
}

/** What a stretch of a filter stands for, names of repositories of the app included. */
function stretchOf(part: Part, repository: Resource, name: string): string | undefined {
  if (typeof part === 'string') {
    return part;
  }
  const other = isReference(part) && part.attribute === 'Ref' && part.piece === undefined ? part.resource : undefined;
  return other === repository ? name : other && physicalName(other)?.text();
}

/** A filter without wildcard fits any part of a name. */
function wildcardOf(stretches: readonly (string | undefined)[]): { pattern: string; isKnown: boolean } {
  const isKnown = !stretches.includes(undefined);
  const text = stretches.map((one) => one ?? ANY).join('');
  return { pattern: isKnown && text.includes(ANY) ? text : `*${text}*`, isKnown };
}
