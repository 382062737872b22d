import { attribute } from '../attributes';
import { expectNumber, expectSet } from '../expect';
import { isObject, own } from '../json';
import type { Cursor, Resource } from '../model';
import { isProvider } from '../providers';
import { functionOfMapping, mappingsOfQueue } from '../relations/event-source-mappings';
import { ifApplication, LOAD_BALANCER } from '../relations/load-balancing';
import { allOf, met, missed, undecided, undecidedAt, type Verdict } from '../rule';
import type { TemplateIndex } from '../template-index';

const QUEUE = 'AWS::SQS::Queue';
const FUNCTION = 'AWS::Lambda::Function';
const MACHINE = 'AWS::StepFunctions::StateMachine';
const LONGEST_IDLE = 120;
const TIMES = 6;
/** What AWS takes where a template says nothing, in seconds. */
const USUAL = { visibility: 30, timeout: 3 };

/** The types that PRF-04 speaks of. */
export const WAITING_TYPES = [FUNCTION, LOAD_BALANCER, QUEUE, MACHINE];

/** PRF-04 */
export function endsWaiting(resource: Resource, index: TemplateIndex): Verdict | undefined {
  switch (resource.type) {
    case FUNCTION:
      return isProvider(resource) ? undefined : expectSet(resource.at('Timeout'));
    case LOAD_BALANCER:
      return ifApplication(
        resource,
        expectNumber(attribute(resource.at('LoadBalancerAttributes'), 'idle_timeout.timeout_seconds'), {
          expected: `idle_timeout.timeout_seconds set to at most ${LONGEST_IDLE}`,
          holds: (seconds) => seconds <= LONGEST_IDLE,
        }),
      );
    case QUEUE:
      return outlastsConsumers(resource, index);
    default:
      return tasksEnd(resource);
  }
}

function outlastsConsumers(queue: Resource, index: TemplateIndex): Verdict | undefined {
  return allOf(
    ...mappingsOfQueue(queue, index).map((mapping) => {
      const consumer = functionOfMapping(mapping, index);
      return consumer === undefined
        ? undecided(`the consumer ${mapping.at('FunctionName').shown()} is outside the app`, { evidence: [mapping] })
        : outlasts(queue, consumer);
    }),
  );
}

function outlasts(queue: Resource, consumer: Resource): Verdict {
  const timeout = consumer.at('Timeout');
  const seconds = timeout.isAbsent ? USUAL.timeout : timeout.number();
  const visibility = queue.at('VisibilityTimeout');
  return seconds === undefined
    ? undecidedAt(timeout)
    : expectNumber(visibility, {
        expected: `VisibilityTimeout of at least ${TIMES * seconds} s, six times the ${seconds} s of ${consumer.id}`,
        holds: (found) => found >= TIMES * seconds,
        whenAbsent: USUAL.visibility >= TIMES * seconds ? 'met' : 'missed',
        details: { evidence: [consumer] },
      });
}

function tasksEnd(machine: Resource): Verdict | undefined {
  const text = machine.at('DefinitionString');
  const place = text.isAbsent ? machine.at('Definition') : text;
  const definition = text.isAbsent ? plain(place) : parsed(place);
  if (place.isAbsent || definition === undefined) {
    const stored = machine.at('DefinitionS3Location');
    return place.isAbsent && stored.isAbsent
      ? undefined
      : undecided('the definition of the state machine is not in the template', { locations: [place.path] });
  }
  const endless = statesOf(definition)
    .filter(([, state]) => own(state, 'Type') === 'Task' && own(state, 'Resource') !== undefined)
    .filter(([, state]) => own(state, 'TimeoutSeconds') === undefined && own(state, 'TimeoutSecondsPath') === undefined)
    .map(([name]) => name);
  const details = { locations: [place.path] };
  return endless.length === 0
    ? met('every task has a timeout', details)
    : missed(`no timeout in ${endless.join(', ')}`, 'TimeoutSeconds or TimeoutSecondsPath in every task', details);
}

function parsed(place: Cursor): unknown {
  const text = place.shown();
  // A substitution may stand for a number, and then without quotes.
  return parsedJson(text) ?? parsedJson(text.replace(/\$\{[^{}]*\}/g, '0'));
}

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/** A definition that is written as an object, with unknown values as texts. */
function plain(place: Cursor): unknown {
  switch (place.value.kind) {
    case 'map':
      return Object.fromEntries(place.entries().map(([key, entry]) => [key, plain(entry)]));
    case 'list':
      return place.items().map(plain);
    case 'absent':
      return undefined;
    case 'scalar':
    case 'text':
      return place.shown();
  }
}

/** The states of a definition, those within maps and parallel branches included. */
function statesOf(definition: unknown): [string, unknown][] {
  const found: [string, unknown][] = [];
  const left = [definition];
  while (left.length > 0) {
    const machine = left.pop();
    const states = own(machine, 'States');
    for (const [name, state] of isObject(states) ? Object.entries(states) : []) {
      const branches = own(state, 'Branches');
      found.push([name, state]);
      left.push(
        own(state, 'Iterator'),
        own(state, 'ItemProcessor'),
        ...(Array.isArray(branches) ? (branches as unknown[]) : []),
      );
    }
  }
  return found;
}
