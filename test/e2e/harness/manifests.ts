import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type Document, parseDocument } from 'yaml';
import { ACCOUNT, ROOT, workFolder } from './settings';

const EXAMPLE = join(ROOT, 'docs', 'examples', 'orders', 'seaworthy.yaml');

/** A value of the manifest, by its path. */
export type Edit = readonly [path: readonly string[], value: unknown];

/** The changes that the second deployment carries, and that must be read back. */
export const CHANGED = { latencySeconds: 1.2, minimum: 4, maximum: 18, archiveDays: 500 };

/**
 * Writes a copy of the example's manifest into the work folder: for the account of the emulator and for the hosted zone
 * that was made there, with edits.
 */
export function writeManifest(name: string, hostedZoneId: string, edits: readonly Edit[] = []): string {
  const manifest = parseDocument(readFileSync(EXAMPLE, 'utf8'));
  const production = ['environments', 'production'];
  apply(manifest, [
    [
      ['instances', 'artifact', 'asset'],
      join(dirname(EXAMPLE), String(manifest.getIn(['instances', 'artifact', 'asset']))),
    ],
    [[...production, 'account'], ACCOUNT],
    [[...production, 'domain', 'hostedZone', 'id'], hostedZoneId],
    ...edits,
  ]);
  const path = join(workFolder(), `${name}.yaml`);
  writeFileSync(path, manifest.toString());
  return path;
}

/** The manifest after a change in the daily life of a service: other thresholds, capacity and retention. */
export function changedManifest(hostedZoneId: string): string {
  return writeManifest('changed', hostedZoneId, [
    [['loadBalancer', 'thresholds', 'latencySeconds'], CHANGED.latencySeconds],
    [['environments', 'production', 'instances', 'capacity'], { min: CHANGED.minimum, max: CHANGED.maximum }],
    [['environments', 'production', 'logs', 'archiveDays'], CHANGED.archiveDays],
  ]);
}

/** The changed manifest with one mistake that only a deployment finds: a certificate that is not there. */
export function brokenManifest(hostedZoneId: string): string {
  const nobodys = `arn:aws:acm:eu-west-1:${ACCOUNT}:certificate/00000000-0000-4000-8000-000000000000`;
  return writeManifest('broken', hostedZoneId, [
    [['loadBalancer', 'thresholds', 'latencySeconds'], 2.5],
    [['environments', 'production', 'instances', 'capacity'], { min: CHANGED.minimum, max: 27 }],
    [['environments', 'production', 'logs', 'archiveDays'], CHANGED.archiveDays],
    [['environments', 'production', 'domain', 'certificateArn'], nobodys],
  ]);
}

function apply(manifest: Document, edits: readonly Edit[]): void {
  for (const [path, value] of edits) {
    manifest.setIn(path, value);
  }
}
