import { gunzipSync } from 'node:zlib';
import type { Cursor, Resource } from '../model';
import { isSamePlace } from '../place';
import { physicalName, type TemplateIndex } from '../template-index';
import { launchTemplatesOf } from './launch-templates';

const PARAMETER = 'AWS::SSM::Parameter';
const DOCUMENT = 'AWS::SSM::Document';
const ASSOCIATION = 'AWS::SSM::Association';
const LAUNCH_CONFIGURATION = 'AWS::AutoScaling::LaunchConfiguration';
const INIT = 'AWS::CloudFormation::Init';

/** A size, as logrotate or journald take it. */
const SIZE = '(max|min)?size[ \\t=]+\\d';
const ROTATES = [
  new RegExp(`logrotate[\\s\\S]*${SIZE}`, 'i'),
  new RegExp(`${SIZE}[\\s\\S]*logrotate`, 'i'),
  /(System|Runtime)Max(Use|FileSize)\s*=\s*\d/,
];

/**
 * The texts of the app that configure the instances of a group: user data, `AWS::CloudFormation::Init`, and what Systems
 * Manager hands to them.
 */
export function agentPlacesOf(group: Resource, index: TemplateIndex): Cursor[] {
  const templates = launchTemplatesOf(group, index);
  const configuration = index.meant(group.at('LaunchConfigurationName'), group, LAUNCH_CONFIGURATION);
  const machines = [...templates, ...(configuration === undefined ? [] : [configuration])];
  const own = [
    ...templates.map((template) => template.at('LaunchTemplateData.UserData')),
    ...(configuration === undefined ? [] : [configuration.at('UserData')]),
    ...[group, ...machines].flatMap((one) => textsIn(one.section('Metadata').at(INIT))),
  ].filter((place) => !place.isAbsent);
  const associations = index
    .once('associations of systems manager', () => index.ofType(ASSOCIATION))
    .filter((one) => isSamePlace(one.template, group.template) && reaches(one, group));
  const handed = associations.flatMap((one) => [
    ...textsIn(one.at('Parameters')),
    ...textsIn(index.meant(one.at('Name'), one, DOCUMENT)?.at('Content')),
  ]);
  const places = [...own, ...handed];
  return [...places, ...parametersIn(places, group, index).map((parameter) => parameter.at('Value'))];
}

/** True for a configuration that ships log files. */
export function shipsLogs(place: Cursor): boolean {
  return textOf(place).includes('logs_collected');
}

/** True for a configuration that limits logs on disk by size; a file may say by its path alone whose it is. */
export function rotatesLogs(place: Cursor): boolean {
  const text = `${place.path}\n${textOf(place)}`;
  return ROTATES.some((pattern) => pattern.test(text));
}

/** The resources that a configuration mentions. */
export function mentionsIn(place: Cursor): Resource[] {
  return leavesOf(place).flatMap((leaf) => leaf.mentions());
}

/** The texts below a place; the content of a file that is written as an object is one. */
function textsIn(place: Cursor | undefined): Cursor[] {
  return leavesOf(place, (key, entry) => key === 'content' && entry.value.kind === 'map');
}

/** What stands below a place without anything below it, or is a leaf by what somebody says of its key. */
function leavesOf(place: Cursor | undefined, isLeaf: (key: string, entry: Cursor) => boolean = () => false): Cursor[] {
  switch (place?.value.kind) {
    case undefined:
    case 'absent':
      return [];
    case 'map':
      return place?.entries().flatMap(([key, entry]) => (isLeaf(key, entry) ? [entry] : leavesOf(entry, isLeaf))) ?? [];
    case 'list':
      return place?.items().flatMap((item) => leavesOf(item, isLeaf)) ?? [];
    case 'scalar':
    case 'text':
      return place === undefined ? [] : [place];
  }
}

/** The parameters that some texts name. */
function parametersIn(places: readonly Cursor[], { template }: Resource, index: TemplateIndex): Resource[] {
  const mentioned = places.flatMap(mentionsIn).filter(({ type }) => type === PARAMETER);
  const named = index.once('parameters of systems manager by name', () =>
    index.ofType(PARAMETER).flatMap((one): [string, Resource][] => {
      const name = physicalName(one)?.text();
      return name === undefined ? [] : [[name, one]];
    }),
  );
  const texts = places.map(textOf).join('\n');
  return [
    ...new Set([
      ...mentioned,
      ...named
        .filter(([name, one]) => isSamePlace(one.template, template) && texts.includes(name))
        .map(([, one]) => one),
    ]),
  ];
}

/** True where an association goes to the instances of a group: by name, by a tag that they carry, or to all. */
function reaches(association: Resource, group: Resource): boolean {
  return association
    .at('Targets')
    .items()
    .some((target) => {
      const values = target.at('Values').items();
      const key = target.at('Key').text() ?? '';
      const tag = key.startsWith('tag:') ? key.slice(4) : undefined;
      const tagged = group
        .at('Tags')
        .items()
        .find((one) => one.at('Key').text() === tag && one.at('PropagateAtLaunch').flag() !== false);
      return values.some(
        (value) =>
          value.mentions().includes(group) ||
          (key === 'InstanceIds' && value.text() === '*') ||
          (tag === 'aws:autoscaling:groupName' && value.shown() === physicalName(group)?.shown()) ||
          (tagged !== undefined && tagged.at('Value').shown() === value.shown()),
      );
    });
}

/** The text of a place, decoded where it is user data that somebody encoded, or packed, before. */
function textOf(place: Cursor): string {
  const shown = place.shown();
  if (shown.length < 16 || !/^[A-Za-z0-9+/\s]+={0,2}\s*$/.test(shown)) {
    return shown;
  }
  const bytes = Buffer.from(shown, 'base64');
  try {
    return bytes[0] === 0x1f && bytes[1] === 0x8b ? gunzipSync(bytes).toString() : bytes.toString();
  } catch {
    return shown;
  }
}
