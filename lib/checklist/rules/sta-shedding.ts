import type { Resource } from '../model';
import { isPublic, LOAD_BALANCER } from '../relations/load-balancing';
import { API_STAGE, guardedBy, REST_API, rulesOfAcl, type WebAclRule } from '../relations/web-acls';
import { anyOf, met, missed, undecidedAt, type Verdict } from '../rule';
import type { TemplateIndex } from '../template-index';

const EXPECTED = 'a rate-based rule that blocks';

/** STA-03 of a web ACL, unless all that it stands before is closed to the internet. */
export function shedsLoad(acl: Resource, index: TemplateIndex): Verdict | undefined {
  const guarded = guardedBy(acl, index);
  if (guarded.length > 0 && guarded.every((one) => isClosed(one, index))) {
    return undefined;
  }
  const list = acl.at('Rules');
  if (list.isUndecided && list.items().length === 0) {
    return undecidedAt(list);
  }
  const { rules, others } = rulesOfAcl(acl, index);
  const rated = rules.filter(({ place }) => !place.at('Statement.RateBasedStatement').isAbsent);
  return (
    anyOf(...rated.map(blocks), ...others.map(undecidedAt)) ??
    missed('no rate-based rule', EXPECTED, { locations: [list.path] })
  );
}

function blocks({ place, isCounted }: WebAclRule): Verdict {
  const name = place.at('Name').shown();
  const acts = ['Block', 'Captcha', 'Challenge'].some((action) => !place.at(`Action.${action}`).isAbsent);
  return acts && !isCounted
    ? met(`${name} blocks by rate`, { locations: [place.path] })
    : missed(`${name} only counts`, EXPECTED, { locations: [place.path] });
}

function isClosed(entrance: Resource, index: TemplateIndex): boolean {
  if (entrance.type === LOAD_BALANCER) {
    return isPublic(entrance) === false;
  }
  const api = entrance.type === API_STAGE ? index.meant(entrance.at('RestApiId'), entrance, REST_API) : undefined;
  return (api?.at('EndpointConfiguration.Types').items() ?? []).some((type) => type.text() === 'PRIVATE');
}
