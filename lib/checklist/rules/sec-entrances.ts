import { reading } from '../expect';
import type { Cursor, Resource } from '../model';
import { isApplicationLoadBalancer, isPublic, LOAD_BALANCER } from '../relations/load-balancing';
import {
  aclAt,
  aclPlacesOf,
  API_STAGE,
  DISTRIBUTION,
  guardedBy,
  REST_API,
  rulesOfAcl,
  weakenedRules,
  WEB_ACL,
  type WebAclRule,
} from '../relations/web-acls';
import { allOf, anyOf, met, missed, undecided, undecidedAt, type Verdict } from '../rule';
import type { TemplateIndex } from '../template-index';

const ACTS = ['Block', 'Captcha', 'Challenge'];
const COMMON = 'AWSManagedRulesCommonRuleSet';

/** The types that SEC-08 speaks of: the entrances for their web ACL, the web ACL for its rules. */
export const GUARD_TYPES = [LOAD_BALANCER, DISTRIBUTION, API_STAGE, WEB_ACL];

/** Met where a public entrance has a web ACL, and where the web ACL of one has the rules that it needs. */
export function entranceIsGuarded(resource: Resource, index: TemplateIndex): Verdict | undefined {
  if (resource.type === WEB_ACL) {
    const guarded = guardedBy(resource, index).filter((one) => isOpen(one, index) === true);
    return guarded.length === 0 ? undefined : aclIsStrong(resource, index);
  }
  const open = isOpen(resource, index);
  if (open === false) {
    return undefined;
  }
  const verdict = hasAcl(resource, index);
  return open === undefined && verdict.state === 'missed'
    ? undecided('nobody can tell yet whether the internet reaches it')
    : verdict;
}

function hasAcl(entrance: Resource, index: TemplateIndex): Verdict {
  const verdicts = aclPlacesOf(entrance, index).map((place) => {
    const acl = aclAt(place, entrance, index);
    return acl === undefined
      ? undecided(`${reading(place)}, a web ACL outside the app`, { locations: [place.path] })
      : met(`${acl.id} stands before it`, { evidence: [acl] });
  });
  return anyOf(...verdicts) ?? missed('no web ACL stands before it', 'an associated web ACL of AWS WAF');
}

/** Whether the internet reaches an entrance: undefined where nobody knows. */
function isOpen(entrance: Resource, index: TemplateIndex): boolean | undefined {
  switch (entrance.type) {
    case LOAD_BALANCER:
      return isApplicationLoadBalancer(entrance) ? isPublic(entrance) : false;
    case DISTRIBUTION:
      return true;
    case API_STAGE:
      return isPublicApi(index.meant(entrance.at('RestApiId'), entrance, REST_API));
    default:
      return false;
  }
}

function isPublicApi(api: Resource | undefined): boolean | undefined {
  const types = api?.at('EndpointConfiguration.Types');
  if (types === undefined || types.isUndecided) {
    return undefined;
  }
  return !types.items().some((type) => type.text() === 'PRIVATE');
}

function aclIsStrong(acl: Resource, index: TemplateIndex): Verdict | undefined {
  const list = acl.at('Rules');
  if (list.isUndecided) {
    return undecidedAt(list);
  }
  const { rules, others } = rulesOfAcl(acl, index);
  const elsewhere = others.map(undecidedAt);
  return allOf(
    anyOf(...rules.map(isCommon), ...elsewhere) ?? missed('no managed common rules', `${COMMON} of AWS, not counted`),
    anyOf(...rules.map(isRate), ...elsewhere) ?? missed('no rate rule', 'a rate-based rule that blocks'),
  );
}

function isCommon({ place, isCounted }: WebAclRule): Verdict | undefined {
  const managed = place.at('Statement.ManagedRuleGroupStatement');
  const isIt = managed.at('Name').text() === COMMON && managed.at('VendorName').text() === 'AWS';
  const details = { locations: [place.path] };
  if (!isIt) {
    return undefined;
  }
  if (isCounted) {
    return missed(`${COMMON} only counts`, `${COMMON} without OverrideAction Count`, details);
  }
  const weak = weakenedRules(managed);
  if (weak.length > 0) {
    const names = weak.map((name) => name ?? 'a rule').join(', ');
    return missed(`${names} of ${COMMON} may not block`, `${COMMON} with all of its rules`, details);
  }
  const places = ['ScopeDownStatement', 'RuleActionOverrides', 'ExcludedRules'].map((name) => managed.at(name));
  const [narrowing, ...lists] = places;
  const hidden = lists.find((list) => list.isUndecided);
  if (narrowing?.isAbsent === false) {
    return undecided(`${COMMON} looks only at what ${narrowing.path} lets through`, { locations: [narrowing.path] });
  }
  return hidden === undefined ? met(`${COMMON} is on`, details) : undecidedAt(hidden);
}

function isRate({ place, isCounted }: WebAclRule): Verdict | undefined {
  if (place.at('Statement.RateBasedStatement').isAbsent) {
    return undefined;
  }
  const details = { locations: [place.path] };
  const acts = !isCounted && ACTS.some((action) => isGiven(place.at(`Action.${action}`)));
  return acts
    ? met('a rate rule is on', details)
    : missed('the rate rule only counts', 'a rate-based rule that blocks', details);
}

function isGiven(place: Cursor): boolean {
  return !place.isAbsent;
}
