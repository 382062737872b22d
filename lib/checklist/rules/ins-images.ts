import { reading } from '../expect';
import { isReference, type Cursor, type Part, type Resource } from '../model';
import { ofAllContainers } from '../relations/containers';
import { ANY, mayEqual, OPAQUE, patternOf } from '../relations/text-patterns';
import { met, missed, undecidedAt, type Verdict } from '../rule';

const LATEST = 'latest';
const EXPECTED = `an image with a digest, or with a tag other than ${LATEST}`;
const PLAIN_PSEUDO_PARAMETERS = ['AWS::AccountId', 'AWS::Partition', 'AWS::Region', 'AWS::URLSuffix'];

/** INS-03: each container of a task runs an image that stays what it is. */
export function imagesAreImmutable(task: Resource): Verdict | undefined {
  return ofAllContainers(task, (container) => imageIsImmutable(container.at('Image')));
}

function imageIsImmutable(image: Cursor): Verdict {
  const details = { locations: [image.path] };
  const text = patternOf(image, withoutTag);
  const last = text.slice(text.lastIndexOf('/') + 1);
  const colon = last.lastIndexOf(':');
  const tag = colon < 0 ? '' : last.slice(colon + 1);
  if (/@./.test(text) || (tag !== '' && !mayEqual(tag, LATEST))) {
    return met(reading(image), details);
  }
  const isOpen = (colon < 0 ? last : tag).includes(ANY);
  return isOpen ? undecidedAt(image) : missed(reading(image), EXPECTED, details);
}

/** Names and addresses of repositories, and where they are, hold neither a tag nor a digest. */
function withoutTag(part: Exclude<Part, string>): string {
  const isPlain = isReference(part)
    ? part.resource.type.startsWith('AWS::ECR::')
    : PLAIN_PSEUDO_PARAMETERS.includes(part.unknown);
  return isPlain ? OPAQUE : ANY;
}
