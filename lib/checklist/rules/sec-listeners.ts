import { expectText, reading } from '../expect';
import type { Cursor, Resource } from '../model';
import { allOf, missed, undecided, undecidedAt, type Verdict } from '../rule';
import type { TemplateIndex } from '../template-index';

const LISTENER = 'AWS::ElasticLoadBalancingV2::Listener';
const RULE = 'AWS::ElasticLoadBalancingV2::ListenerRule';

/** Policies whose oldest protocol is TLS 1.2. @see https://docs.aws.amazon.com/elasticloadbalancing/latest/application/describe-ssl-policies.html */
const MODERN = /^ELBSecurityPolicy-(TLS13-1-[23]-|TLS-1-2-|FS-1-2-)/;

/** The types that SEC-01 speaks of. */
export const LISTENER_TYPES = [LISTENER, RULE];

/** Met where a TLS listener takes TLS 1.2 or newer, and where a plain one only redirects to HTTPS. */
export function frontDoorIsModern(resource: Resource, index: TemplateIndex): Verdict | undefined {
  const listener = resource.type === RULE ? index.meant(resource.at('ListenerArn'), resource, LISTENER) : resource;
  const protocol = listener?.at('Protocol');
  const name = protocol?.text()?.toUpperCase();
  if (resource.type === RULE) {
    const verdict = name === undefined || name === 'HTTP' ? onlyRedirects(resource.at('Actions')) : undefined;
    return verdict?.state === 'missed' && name === undefined
      ? undecided('the protocol of its listener is known at deployment only', { locations: ['Properties.ListenerArn'] })
      : verdict;
  }
  switch (name ?? '') {
    case 'HTTPS':
    case 'TLS':
      return expectText(resource.at('SslPolicy'), {
        expected: 'an SslPolicy of TLS 1.2 or newer',
        holds: (policy) => MODERN.test(policy),
      });
    case 'HTTP':
      return onlyRedirects(resource.at('DefaultActions'));
    default:
      return name === undefined && protocol?.isUndecided === true ? undecidedAt(protocol) : undefined;
  }
}

function onlyRedirects(actions: Cursor): Verdict {
  if (actions.isUndecided) {
    return undecidedAt(actions);
  }
  return allOf(...actions.items().map(redirects)) ?? missed(reading(actions), 'a redirect to HTTPS');
}

function redirects(action: Cursor): Verdict {
  const expected = 'only a redirect to HTTPS';
  return action.at('Type').text() === 'redirect'
    ? expectText(action.at('RedirectConfig.Protocol'), { expected, holds: (protocol) => protocol === 'HTTPS' })
    : action.at('Type').isUndecided
      ? undecidedAt(action.at('Type'))
      : missed(`it speaks HTTP, and ${reading(action.at('Type'))}`, expected, { locations: [action.path] });
}
