import { DEFAULTS } from '../../constructs/security/managed-secret';
import { isGroup } from './merge';
import type { Problem } from './problem';
import { brief, show } from './show';
import type { Source } from './source';
import { suggest } from '../spelling/suggest';
import { at, type View } from './view';

/** Ends in the six characters that Secrets Manager adds, without which the ARN names no secret that can be read. */
const COMPLETE_ARN = /^arn:[\w-]+:secretsmanager:[\w-]+:\d{12}:secret:\S+-[a-z0-9]{6}$/i;

/** What the environment variables of the instances are filled from must be there. */
export function checkSecrets(view: View, source: Source): Problem[] {
  const used = at(view.data, ['instances', 'secrets']);
  return Object.entries(isGroup(used) ? used : {}).flatMap(([variable, text]) => {
    const fault = typeof text === 'string' ? faultOf(text, at(view.data, ['secrets'])) : undefined;
    const path = ['instances', 'secrets', variable];
    return fault === undefined ? [] : [source.problem(view.where(path), `${path.join('.')} ${fault}`)];
  });
}

function faultOf(text: string, made: unknown): string | undefined {
  const [secret = '', field] = text.split('#', 2);
  if (secret.startsWith('arn:')) {
    return COMPLETE_ARN.test(secret)
      ? undefined
      : `must be the complete ARN of a secret, with the six characters at its end, got ${show(secret)}`;
  }
  if (made !== undefined && !isGroup(made)) {
    return undefined;
  }
  if (made === undefined || !Object.hasOwn(made, secret)) {
    const names = Object.keys(made ?? {}).join(', ') || 'which has none';
    return `must name a secret of the section secrets (${names}) or an ARN, got ${show(secret)}`;
  }
  return field === undefined ? undefined : faultOfField(secret, field, made[secret]);
}

function faultOfField(secret: string, field: string, made: unknown): string | undefined {
  if (made !== null && !isGroup(made)) {
    return undefined;
  }
  const { template, generatedField = DEFAULTS.generatedField } = made ?? {};
  if (!isGroup(template)) {
    return template === undefined
      ? `must name the whole secret '${secret}', which has no fields, since it has no template; got field ${show(field)}`
      : undefined;
  }
  const fields = [...Object.keys(template), ...(typeof generatedField === 'string' ? [generatedField] : [])];
  return fields.includes(field)
    ? undefined
    : `must name a field of the secret '${brief(secret)}', got ${show(field)}${suggest(field, fields)}`;
}
